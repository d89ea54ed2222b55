// Forms with data-passkey="create" or "get": asks the server what to do, the browser to do it, and sends the answer.
// Parts that need it stand hidden in the page and are shown only where the browser can.
(function () {
  "use strict";
  // A passkey belongs to a host name: browsers refuse it for a bare number, and without HTTPS but for localhost.
  const numbered = /^(\d+\.){3}\d+$|^\[/.test(location.hostname);
  const able = isSecureContext && !numbered && webauthnJSON.supported();
  for (const part of document.querySelectorAll("[data-passkey-part]")) part.hidden = !able;
  for (const hint of document.querySelectorAll("[data-passkey-hint]")) hint.hidden = able;

  function tell(form, sentence) {
    const place = form.querySelector("[data-passkey-said]");
    place.textContent = sentence || place.dataset.passkeySaid;
    place.hidden = false;
  }
  async function answer(form) {
    const asked = await fetch(form.dataset.passkeyAsk, { method: "POST", body: new FormData(form) });
    const told = await asked.json().catch(() => ({}));
    if (!asked.ok) return tell(form, told.sentence);
    const credential = await webauthnJSON[form.dataset.passkey](told);
    form.elements.credential.value = JSON.stringify(credential);
    if (form.elements.password) form.elements.password.disabled = true;
    form.submit();
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.passkey) return;
    event.preventDefault();
    answer(form).catch(() => tell(form, ""));
  });
})();
