/** The two screens of a day in one chunk: whoever mends a day comes from it. */
export { default as Day } from "./Day.vue";
export { default as Mend } from "./Mend.vue";
