/** The gate that nearly every start meets: asked for before it is known that it is needed. */
export const pinPad = (): Promise<typeof import("./screens/gate/Unlock.vue")> => import("./screens/gate/Unlock.vue");
