// What the pages do beyond plain HTML. Everything works without it, except copying and the question before a dangerous step.
"use strict";
(() => {
  const all = (selector, within = document) => within.querySelectorAll(selector);

  // Short messages that go by themselves.
  const toast = (text) => {
    const line = document.createElement("p");
    line.className = "toast";
    line.textContent = text;
    document.getElementById("toasts")?.append(line);
    setTimeout(() => line.remove(), 4000);
  };
  document.addEventListener("lingtan:toast", (event) => toast(String(event.detail?.text ?? event.detail?.value ?? "")));

  // Copying a digest. The clipboard is only there on HTTPS and localhost; elsewhere the browser's old command does it.
  const copy = async (text) => {
    if (navigator.clipboard && isSecureContext) return navigator.clipboard.writeText(text);
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  };

  // Menus close when the reader goes elsewhere.
  const closeMenus = (except) => {
    for (const menu of all("details.menu[open]")) if (menu !== except) menu.open = false;
  };

  const present = (on) => {
    document.body.toggleAttribute("data-present", on);
    if (on) document.documentElement.requestFullscreen?.().catch(() => {});
    else if (document.fullscreenElement) document.exitFullscreen();
    dispatchEvent(new Event("resize"));
  };

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    closeMenus(target?.closest("details.menu"));
    const copied = target?.closest("[data-copy]");
    if (copied) copy(copied.dataset.copy).then(() => toast(copied.dataset.done));
    if (target?.closest("[data-present-toggle]")) present(!document.body.hasAttribute("data-present"));
  });
  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement && document.body.hasAttribute("data-present")) present(false);
  });

  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "Escape") {
      const open = document.querySelector("details.menu[open]");
      closeMenus();
      open?.querySelector("summary")?.focus();
      if (document.body.hasAttribute("data-present")) present(false);
    }
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = document.querySelector("main input[type=search]") ?? document.querySelector("input[type=search]");
      if (search) {
        event.preventDefault();
        search.focus();
      }
    }
  });

  // A question before a step that cannot be taken back.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const dialog = document.getElementById("confirm");
    if (!form.dataset?.confirm || form.dataset.confirmed || !dialog) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    dialog.querySelector("[data-dialog-text]").textContent = form.dataset.confirm;
    dialog.returnValue = "no";
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "yes") return;
      form.dataset.confirmed = "yes";
      submitter?.focus();  // htmx sends the button that had the focus last
      form.requestSubmit(submitter);
      delete form.dataset.confirmed;
    }, { once: true });
    dialog.showModal();
  }, true);

  // A range shows its value.
  document.addEventListener("input", (event) => {
    const output = event.target.type === "range" && event.target.parentElement.querySelector("[data-output]");
    if (output) output.textContent = event.target.value;
  });

  // Files: dropped or chosen, shown by name and size.
  const size = (bytes) => bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
  const enhanceDrop = (drop) => {
    if (drop.dataset.enhanced) return;
    drop.dataset.enhanced = "yes";
    const input = drop.querySelector("input[type=file]");
    const show = () => {
      drop.querySelector(".drop-chosen").textContent = [...input.files].map((file) => `${file.name} · ${size(file.size)}`).join("\n");
      drop.toggleAttribute("data-ready", input.files.length > 0);
    };
    input.addEventListener("change", show);
    for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.toggleAttribute("data-over", true);
    });
    for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.toggleAttribute("data-over", false));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!event.dataTransfer?.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  };

  const enhance = (within) => {
    for (const drop of all("[data-drop]", within)) enhanceDrop(drop);
    for (const button of all("[data-copy], [data-present-toggle]", within)) button.hidden = false;
  };
  enhance(document);
  document.addEventListener("htmx:load", (event) => enhance(event.detail.elt));

  // htmx: the session's token goes with each request; a refusal is shown at the top, and the form stays as it was.
  const refused = () => {
    const line = document.createElement("div");
    line.className = "notice";
    line.dataset.tone = "bad";
    line.setAttribute("role", "alert");
    line.dataset.transient = "";
    line.textContent = document.body.dataset.error;
    document.getElementById("notice").replaceChildren(line);
    scrollTo({ top: 0 });
  };
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector("meta[name=csrf]")?.content;
    if (token) event.detail.headers["X-CSRF-Token"] = token;
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.matches("form")) document.getElementById("notice")?.replaceChildren();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (xhr.status < 400) return;
    if (!xhr.responseText.includes('class="notice"')) return refused();
    Object.assign(event.detail, {
      shouldSwap: true, isError: false, target: document.getElementById("notice"),
      selectOverride: ".notice", swapOverride: "innerHTML show:window:top",
    });
  });
  document.addEventListener("htmx:sendError", refused);
  // The server answers again: what was said of its silence goes.
  document.addEventListener("htmx:afterOnLoad", (event) => {
    if (event.detail.xhr.status < 400) document.querySelector("#notice > [data-transient]")?.remove();
  });
})();
