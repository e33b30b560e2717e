// Comforts of the page of queries, beside the editor itself: it works without.

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const pre = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(pre.textContent);
    } catch { // not allowed, or not over HTTPS: it is there to be copied by hand
      getSelection().selectAllChildren(pre);
      return;
    }
    document.getElementById("said").textContent = button.dataset.done;
    const before = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = before; }, 2000);
  });
}

document.getElementById("named").addEventListener("change", (event) => {
  if (event.target.value) event.target.form.requestSubmit();
});

const names = document.getElementById("ask").dataset.names;
for (const input of document.querySelectorAll("input[data-names]")) {
  const list = Object.assign(document.createElement("datalist"), { id: `names-of-${input.id}` });
  input.after(list);
  input.setAttribute("list", list.id);
  input.addEventListener("input", async () => {
    const asked = input.value;
    if (asked.length < 2) return;
    const answer = await fetch(`${names}?begins=${encodeURIComponent(asked)}`);
    if (!answer.ok || asked !== input.value) return;
    const found = await answer.json();
    list.replaceChildren(...found.map(({ name, kind }) => Object.assign(document.createElement("option"), { value: name, label: kind })));
  });
}

if (document.getElementById("answer")) document.getElementById("answer").scrollIntoView({ block: "nearest" });
