// Betters the members' pages; each of them works without it. Keeps answers as they are given, and shows the score at once.
"use strict";

const PAUSE = 400; // milliseconds without a change before answers are sent
const PATIENCE = 8000; // milliseconds that a request may take

async function send(form) {
  const body = new URLSearchParams(new FormData(form));
  const response = await fetch(form.action, { method: "POST", body, headers: { "x-part": "1" }, signal: AbortSignal.timeout(PATIENCE) });
  if (!response.ok) throw new Error(response.status);
  return response.text();
}

// One request at a time, always the newest state; what was asked for meanwhile follows. The form itself is sent when
// nothing is under way any more: else an older state might come after it and undo it.
function sender(form, target, tell) {
  let busy = false;
  let again = false;
  let leave = null;
  form.addEventListener("submit", (event) => {
    if (!busy) return;
    event.preventDefault();
    leave = () => form.requestSubmit(event.submitter);
  });
  return async function run() {
    if (busy) { again = true; return; }
    busy = true;
    try {
      const fresh = new DOMParser().parseFromString(await send(form), "text/html");
      target.replaceChildren(...fresh.body.childNodes);
      tell(true);
    } catch {
      tell(false);
    }
    busy = false;
    if (leave) leave();
    else if (again) { again = false; run(); }
  };
}

function later(run) {
  let timer = 0;
  return () => { clearTimeout(timer); timer = setTimeout(run, PAUSE); };
}

function keepAnswers(form) {
  const status = form.querySelector("[data-saved]");
  const run = sender(form, document.getElementById("standing"), (is_kept) => {
    status.textContent = is_kept ? status.dataset.saved : status.dataset.failed;
  });
  form.addEventListener("change", later(run));
}

function tryOut(form) {
  const soon = later(sender(form, document.getElementById("outcome"), () => {}));
  form.addEventListener("change", (event) => {
    event.target.closest(".step")?.classList.toggle("chosen", event.target.checked);
    soon();
  });
}

function offerCopy(field) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button second low";
  button.textContent = field.dataset.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    button.textContent = field.dataset.copied;
  });
  field.after(button);
}

document.querySelectorAll("form[data-keep]").forEach(keepAnswers);
document.querySelectorAll("form[data-trial]").forEach(tryOut);
document.querySelectorAll("input[data-copy]").forEach(offerCopy);
document.getElementById("faults")?.focus();
