// Comforts of the forms: all of them work without. Each check is the server's own; nothing is known about fact files here.

const WAIT = 350; // ms without a key before the server is asked

/** Gives the token, which stands behind # and so is never sent with an address, to the form that asks for it. */
function enter() {
  const token = location.hash.slice(1);
  if (!token) return;
  history.replaceState(null, "", location.pathname + location.search);
  const field = document.getElementById("token");
  if (!field) return; // already let in
  field.value = decodeURIComponent(token);
  field.form.requestSubmit();
}

/** Shows of a claim only the fields that its act has, and those that something stands in. */
function fit(form) {
  const act = form.elements["field.act"];
  if (!act) return;
  for (const field of form.querySelectorAll("[data-acts]")) {
    const input = field.querySelector("input, select, textarea");
    const has = field.dataset.acts.split(" ").includes(act.value);
    field.hidden = Boolean(act.value) && !has && !input.value;
  }
}

class Checks {
  constructor(form) {
    this.form = form;
    this.touched = new Set(form.dataset.key ? form.elements : []);
    this.number = 0;
    this.timer = 0;
    form.addEventListener("input", (event) => this.changed(event.target));
    form.addEventListener("change", (event) => { this.changed(event.target); fit(form); });
  }

  changed(input) {
    this.touched.add(input);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const number = ++this.number;
    const body = new URLSearchParams(new FormData(this.form));
    body.set("key", this.form.dataset.key);
    let told;
    try {
      const answer = await fetch(this.form.dataset.check, { method: "POST", body, credentials: "same-origin" });
      if (!answer.ok) return; // whoever sends the form is told
      told = await answer.json();
    } catch {
      return; // the same
    }
    if (number === this.number) this.show(told); // not when something was typed meanwhile
  }

  show({ complaints, diff }) {
    const fields = [...this.form.querySelectorAll("[data-field]")];
    const names = fields.map((field) => field.dataset.field);
    const of = (complaint) => names.find((name) => name === complaint.field)
      ?? names.find((name) => complaint.field && name.split(".")[0] === complaint.field.split(".")[0]);
    let count = 0;
    for (const field of fields) {
      const input = field.querySelector("input, select, textarea");
      const wrong = this.touched.has(input) ? complaints.filter((each) => of(each) === field.dataset.field) : [];
      count += wrong.length;
      field.classList.toggle("wrong", wrong.length > 0);
      if (wrong.length) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
      field.querySelector(".complaints").replaceChildren(...wrong.map(paragraph));
    }
    document.getElementById("live").textContent = [...this.form.querySelectorAll(".complaints p")].map((each) => each.firstChild.textContent).join(". ");
    this.form.querySelector(".live").hidden = false;
    draw(this.form.querySelector(".live .diff"), diff);
  }
}

function paragraph({ message, place }) {
  const made = document.createElement("p");
  made.textContent = message;
  if (place) made.append(" ", Object.assign(document.createElement("span"), { className: "place", textContent: place }));
  return made;
}

function draw(into, diff) {
  if (!diff) {
    into.textContent = into.dataset.nothing;
    return;
  }
  into.replaceChildren(...diff.trimEnd().split("\n").flatMap((line) => {
    const kind = /^\+(?!\+\+)/.test(line) ? "ins" : /^-(?!--)/.test(line) ? "del" : "span";
    return [Object.assign(document.createElement(kind), { textContent: line }), "\n"];
  }));
}

enter();
const form = document.getElementById("entry");
if (form) {
  fit(form);
  new Checks(form);
  document.getElementById("summary")?.focus();
}
document.documentElement.dataset.edit = "ready";
