// What a page gains with a script; without it every page still works. No inline code, no eval: the CSP forbids both.
(function () {
  "use strict";
  const root = document.documentElement;
  const vertical = root.lang === "mn-Mong";

  // A vertical page scrolls sideways, while a wheel and PageDown speak of up and down.
  function scrolls(element) {
    return element && element.scrollHeight > element.clientHeight + 1 &&
      /auto|scroll/.test(getComputedStyle(element).overflowY);
  }
  function onWheel(event) {
    if (event.ctrlKey || event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
    for (let at = event.target; at && at !== document.body; at = at.parentElement) if (scrolls(at)) return;
    const step = event.deltaMode === 1 ? 32 : event.deltaMode === 2 ? innerWidth : 1;
    scrollBy({ left: event.deltaY * step });
    event.preventDefault();
  }
  function onPageKey(event) {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const page = innerWidth * 0.9;
    const moves = { PageDown: page, PageUp: -page, Home: -root.scrollWidth, End: root.scrollWidth };
    if (event.key === " " && event.target === document.body) moves[" "] = event.shiftKey ? -page : page;
    if (!(event.key in moves)) return;
    scrollBy({ left: moves[event.key] });
    event.preventDefault();
  }
  if (vertical) {
    addEventListener("wheel", onWheel, { passive: false });
    addEventListener("keydown", onPageKey);
  }

  function csrfToken() {
    const meta = document.querySelector('meta[name="csrf-token"]');
    return meta ? meta.content : "";
  }
  function postForm(url, fields) {
    const form = document.createElement("form");
    form.method = "post";
    form.action = url;
    form.hidden = true;
    for (const [name, value] of Object.entries({ csrfmiddlewaretoken: csrfToken(), ...fields })) {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = value;
      form.append(input);
    }
    document.body.append(form);
    form.submit();
  }

  // Drag [data-drag='{"task":"..."}'] onto [data-drop-url][data-drop='{"to":"..."}']; the fields of both are posted.
  let dragged = null;
  const fieldsOf = (text) => JSON.parse(text || "{}");
  function markDraggable(scope) {
    for (const element of scope.querySelectorAll("[data-drag]")) element.draggable = true;
  }
  document.addEventListener("dragstart", (event) => {
    const source = event.target.closest && event.target.closest("[data-drag]");
    if (!source) return;
    dragged = source;
    source.classList.add("is-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", source.dataset.drag);
  });
  document.addEventListener("dragend", () => {
    if (dragged) dragged.classList.remove("is-dragged");
    for (const over of document.querySelectorAll(".is-over")) over.classList.remove("is-over");
    dragged = null;
  });
  document.addEventListener("dragover", (event) => {
    const target = event.target.closest("[data-drop-url]");
    if (!dragged || !target) return;
    event.preventDefault();
    target.classList.add("is-over");
  });
  document.addEventListener("dragleave", (event) => {
    const target = event.target.closest && event.target.closest("[data-drop-url]");
    if (target && !target.contains(event.relatedTarget)) target.classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    const target = event.target.closest("[data-drop-url]");
    if (!dragged || !target) return;
    event.preventDefault();
    postForm(target.dataset.dropUrl, { ...fieldsOf(dragged.dataset.drag), ...fieldsOf(target.dataset.drop) });
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-auto-submit]")) event.target.form.requestSubmit();
  });

  // A form or button with data-confirm="id" opens that <dialog> first; its value "yes" lets the form go.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const asked = (event.submitter && event.submitter.dataset.confirm) || form.dataset.confirm;
    const dialog = asked && document.getElementById(asked);
    if (!dialog || !dialog.showModal || form.dataset.confirmed) return;
    event.preventDefault();
    const submitter = event.submitter;
    dialog.returnValue = "";
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "yes") return;
      form.dataset.confirmed = "yes";
      form.requestSubmit(submitter || undefined);
      delete form.dataset.confirmed;
    }, { once: true });
    dialog.showModal();
  });

  // Repeating groups: <template data-blank> holds one empty group with __n__ for its number.
  function addGroup(holder) {
    const blank = holder.querySelector("template[data-blank]");
    const list = holder.querySelector("[data-groups]");
    const total = holder.querySelector('input[name$="TOTAL_FORMS"]');
    const number = total ? Number(total.value) : list.children.length;
    const copy = document.createElement("div");
    copy.innerHTML = blank.innerHTML.replace(/__n__|__prefix__/g, String(number));
    const group = copy.firstElementChild;
    list.append(group);
    ready(group);
    if (total) total.value = String(number + 1);
    const first = group.querySelector("input:not([type=hidden]), select, textarea");
    if (first) first.focus();
  }
  function removeGroup(button) {
    const group = button.closest("[data-group]");
    const deleted = group.querySelector('input[name$="-DELETE"]');
    if (deleted) {
      deleted.checked = true;
      group.hidden = true;
    } else group.remove();
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add], [data-remove], [data-print], [data-open], [data-dismiss]");
    if (!button) return;
    if (button.matches("[data-add]")) addGroup(button.closest("[data-repeat]"));
    else if (button.matches("[data-remove]")) removeGroup(button);
    else if (button.matches("[data-print]")) print();
    else if (button.matches("[data-open]")) document.getElementById(button.dataset.open).showModal();
    else button.closest(".message").remove();
  });

  // Buttons that need a script are in the markup as hidden, and shown only here.
  function ready(scope) {
    for (const hidden of scope.querySelectorAll("[data-needs-script]")) hidden.hidden = false;
    markDraggable(scope);
  }
  ready(document);
  document.addEventListener("htmx:after:swap", () => ready(document));
})();
