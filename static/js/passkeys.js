/* Passkeys: the browser's own dialog, and its answer put into the form that stands in the page. Without scripts the
   buttons stay hidden, and one signs in by a password or a code. */

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const withBytes = (list = []) => list.map((item) => ({ ...item, id: toBytes(item.id) }));

async function create(options, form) {
  const asked = { ...options.creation_options.publicKey };
  const alone = form.elements.passwordless?.checked;
  asked.challenge = toBytes(asked.challenge);
  asked.user = { ...asked.user, id: toBytes(asked.user.id) };
  asked.excludeCredentials = withBytes(asked.excludeCredentials);
  asked.authenticatorSelection = {
    ...asked.authenticatorSelection,
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: Boolean(alone),
    userVerification: alone ? "required" : asked.authenticatorSelection.userVerification,
  };
  return navigator.credentials.create({ publicKey: asked });
}

async function get(options) {
  const asked = { ...options.request_options.publicKey };
  asked.challenge = toBytes(asked.challenge);
  asked.allowCredentials = withBytes(asked.allowCredentials);
  return navigator.credentials.get({ publicKey: asked });
}

function toJSON(credential) {
  const { response } = credential;
  const answer = { clientDataJSON: toText(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) answer[name] = toText(response[name]);
  }
  if (response.getTransports) answer.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: answer,
  };
}

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  // The challenge belongs to the session, so it is asked for only when the button is pressed.
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  return answer.json();
}

function setUp(form) {
  const button = form.querySelector("[data-veche-go]");
  const failed = form.querySelector("[data-veche-failed]");
  (form.closest("[data-veche-passkeys]") || form).hidden = false;
  button.hidden = false;
  button.addEventListener("click", async () => {
    failed.hidden = true;
    button.disabled = true;
    try {
      const options = await optionsOf(form);
      const credential = await (form.dataset.vechePasskey === "create" ? create(options, form) : get(options));
      form.elements.credential.value = JSON.stringify(toJSON(credential));
      form.submit();
    } catch {
      failed.hidden = false;
    } finally {
      button.disabled = false;
    }
  });
}

if (window.PublicKeyCredential) document.querySelectorAll("[data-veche-passkey]").forEach(setUp);
