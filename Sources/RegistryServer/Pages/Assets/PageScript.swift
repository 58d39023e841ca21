/// What pages can do besides, where a browser runs scripts: copy, search while one types, take dropped files.
///
/// It only ever sets text, never markup of its own making, and asks this server alone.
enum PageScript {
    static let text = #"""
        "use strict";
        (() => {
          const all = (selector, root = document) => [...root.querySelectorAll(selector)];
          const make = (tag, properties = {}, ...children) => {
            const element = Object.assign(document.createElement(tag), properties);
            element.append(...children);
            return element;
          };

          // Copying: a button beside each text that is marked with data-copy, named after its label.
          const status = make("p", { className: "hidden" });
          status.setAttribute("role", "status");
          document.body.append(status);
          const addCopyButtons = (root) => {
            for (const source of all("[data-copy]", root)) {
              const button = make("button", { type: "button", className: "quiet tight copy", textContent: "Copy" });
              const name = source.dataset.copy;
              button.setAttribute("aria-label", `Copy ${name}`);
              button.addEventListener("click", async () => {
                const text = source.textContent;
                let done = true;
                try {
                  await navigator.clipboard.writeText(text);
                } catch {
                  // Plain HTTP has no clipboard: select the text, and have the browser copy that.
                  const range = document.createRange();
                  range.selectNodeContents(source);
                  getSelection().removeAllRanges();
                  getSelection().addRange(range);
                  done = document.execCommand("copy");
                }
                button.textContent = done ? "Copied" : "Press Ctrl+C";
                status.textContent = done ? `Copied ${name}` : `${name} is selected`;
                setTimeout(() => { button.textContent = "Copy"; }, 1600);
              });
              const caption = source.closest("figure")?.querySelector("figcaption");
              if (caption) caption.append(button); else source.after(" ", button);
            }
          };
          addCopyButtons(document);

          // Searching while one types: the same page with another query; what is marked with data-results is replaced.
          for (const form of all("form[data-live]")) {
            const input = form.querySelector("input[type=search]");
            let timer = 0, asked = null;
            const load = async () => {
              const fields = new URLSearchParams(new FormData(form));
              for (const [name, value] of [...fields]) if (!value) fields.delete(name);
              const address = `${form.action.split("?")[0]}${fields.size ? `?${fields}` : ""}`;
              asked?.abort();
              asked = new AbortController();
              try {
                const answer = await fetch(address, { signal: asked.signal, credentials: "same-origin" });
                if (!answer.ok) return;
                const page = new DOMParser().parseFromString(await answer.text(), "text/html");
                const fresh = page.querySelector("[data-results]");
                const old = document.querySelector("[data-results]");
                if (!fresh || !old) return;
                old.replaceWith(document.adoptNode(fresh));
                history.replaceState(null, "", address);
                status.textContent = fresh.querySelector("[data-count]")?.textContent ?? "";
              } catch (error) {
                if (error.name !== "AbortError") form.submit();
              }
            };
            input?.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(load, 180); });
            form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(timer); load(); });
          }

          // Dropping files: sent one after the other by the form, each with its progress.
          for (const form of all("form[data-drop]")) {
            const input = form.querySelector("input[type=file]");
            const list = make("ul", { className: "uploads" });
            list.setAttribute("aria-live", "polite");
            form.append(list);
            // Not before it is wanted: its words change with it, and would move.
            input.addEventListener("click", () => { input.multiple = true; });
            for (const hint of all("[data-drop-hint]", form)) hint.hidden = false;
            const send = (file) => new Promise((resolve) => {
              const bar = make("progress", { max: 1, value: 0 });
              bar.setAttribute("aria-label", `Sending ${file.name}`);
              const text = make("span", { textContent: file.name });
              const item = make("li", { className: "card" }, text, bar);
              list.append(item);
              const body = new FormData(form);
              body.delete(input.name);
              body.append(input.name, file, file.name);
              const request = new XMLHttpRequest();
              request.open("POST", form.action);
              request.setRequestHeader("Accept", "text/html");
              request.upload.onprogress = (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; };
              request.onloadend = () => {
                const page = new DOMParser().parseFromString(request.responseText, "text/html");
                const problem = (page.querySelector(".problem") ?? page.querySelector("main h1 + p"))?.textContent ?? "the server did not answer";
                const done = request.status >= 200 && request.status < 300;
                bar.remove();
                const told = problem.startsWith(file.name) ? problem : `${file.name}: ${problem}`;
                text.textContent = done ? `${file.name}: published` : told;
                item.className = done ? "notice" : "problem";
                resolve(done ? request.responseURL : null);
              };
              request.send(body);
            });
            const sendAll = async (files) => {
              const button = form.querySelector("button[type=submit]");
              button.disabled = true;
              const places = [];
              for (const file of files) places.push(await send(file));
              button.disabled = false;
              input.value = "";
              if (places.length && places.every(Boolean)) location.assign(places.at(-1));
            };
            form.addEventListener("submit", (event) => {
              if (!input.files.length) return;
              event.preventDefault();
              sendAll([...input.files]);
            });
            const zone = form.querySelector(".drop");
            for (const kind of ["dragenter", "dragover"]) {
              zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add("over"); });
            }
            for (const kind of ["dragleave", "drop"]) {
              zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.remove("over"); });
            }
            zone.addEventListener("drop", (event) => sendAll([...event.dataTransfer.files]));
          }
        })();

        """#
}
