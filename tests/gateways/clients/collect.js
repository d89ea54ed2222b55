// Fills a form as a person would, by the unmodified engine of ODK Web Forms. Runs in a browser's page.
import { loadForm } from "./node_modules/@getodk/xforms-engine/dist/index.js";

const word = (range) => range?.asString ?? "";

function* nodes(node) {
  for (const child of node.currentState.children ?? []) {
    yield child;
    yield* nodes(child);
  }
}

function answer(node, value) {
  if (node.nodeType === "select") {
    const known = new Set(node.currentState.valueOptions.map((option) => option.value));
    const chosen = [value].flat();
    const missing = chosen.find((one) => !known.has(one));
    if (missing !== undefined) throw new Error(`${node.currentState.reference} offers no ${missing}`);
    node.selectValues ? node.selectValues(chosen) : node.selectValue(value);
  } else if (node.nodeType === "upload") {
    node.setValue(new File([Uint8Array.from(value.bytes)], value.name, { type: "image/jpeg" }));
  } else {
    node.setValue(value);
  }
}

/** `answers` in the order in which they are given; `lists` the CSV files by name. */
export async function fill(xml, lists, answers, language) {
  const form = await loadForm(xml, {
    fetchFormAttachment: async (url) => {
      const body = lists[url.href.split("/").pop()];
      return new Response(body ?? "", { status: body === undefined ? 404 : 200, headers: { "Content-Type": "text/csv" } });
    },
  });
  if (form.status === "failure") throw form.error;
  const { root } = form.createInstance();
  const wanted = root.languages.find((one) => one.language.includes(language));
  if (wanted) root.setLanguage(wanted);
  const by = new Map([...nodes(root)].map((node) => [node.currentState.reference, node]));
  for (const [name, value] of answers) {
    const node = by.get(`/data/${name}`);
    if (!node) throw new Error(`no question ${name}`);
    answer(node, value);
  }
  const payload = await root.prepareInstancePayload({ payloadType: "monolithic" });
  const [data] = payload.data;
  const files = [];
  for (const [name, file] of data.entries()) {
    const bytes = [...new Uint8Array(await file.arrayBuffer())];
    files.push({ name, filename: file.name, bytes });
  }
  return {
    status: form.status,
    payload: payload.status,
    files,
    violations: root.validationState.violations.map((one) => ({
      where: one.reference,
      condition: one.violation.condition,
      message: word(one.violation.message),
    })),
    questions: [...by.values()].map((node) => ({
      where: node.currentState.reference,
      type: node.nodeType,
      label: word(node.currentState.label),
      hint: word(node.currentState.hint),
      options: (node.currentState.valueOptions ?? []).map((one) => [one.value, word(one.label)]),
    })),
  };
}
