// The page's own script: the side panel, copying, feedback, announcements. Asking and filtering are Gradio's.
(() => {
  "use strict";
  const frame = () => document.querySelector('iframe[name="source"]');
  const panel = () => document.getElementById("panel");
  let opened = null; // the link whose place the panel shows

  // -- the side panel: previous and next walk the links of the tab one looks at ------------------

  const visible = (element) => element.offsetParent !== null || element.getClientRects().length > 0;
  const links = () => {
    const chips = [...document.querySelectorAll('.statement a.chip[target="source"]')].filter(visible);
    return chips.length ? chips : [...document.querySelectorAll('a.place[target="source"]')].filter(visible);
  };

  function show(link) {
    if (opened) opened.removeAttribute("aria-current");
    opened = link;
    opened.setAttribute("aria-current", "true");
    panel().hidden = false;
    document.body.classList.add("reading");
    panel().querySelector('[data-panel="alone"]').href = link.href;
    place();
  }

  function place() {
    const all = links();
    const at = all.findIndex((link) => link.href === opened.href);
    panel().querySelector(".panel-place").textContent = at < 0 ? "" : `${at + 1} of ${all.length}`;
    panel().querySelector('[data-panel="previous"]').disabled = at <= 0;
    panel().querySelector('[data-panel="next"]').disabled = at < 0 || at >= all.length - 1;
    return [all, at];
  }

  function step(by) {
    const [all, at] = place();
    const link = all[at + by];
    if (!link) return;
    frame().contentWindow.location.replace(link.href);
    show(link);
  }

  function close() {
    panel().hidden = true;
    document.body.classList.remove("reading");
    if (opened) {
      opened.removeAttribute("aria-current");
      opened.focus();
    }
  }

  const moves = { previous: () => step(-1), next: () => step(1), close };

  // The document's page follows the light or dark of this one, and Escape closes it from inside.
  function dress() {
    const inside = frame().contentDocument;
    if (!inside || !inside.documentElement) return;
    inside.documentElement.classList.add(document.body.classList.contains("dark") ? "dark" : "light");
    frame().style.background = inside.body.classList.contains("document") ? "" : "#ffffff"; // a report is light
    inside.addEventListener("keydown", (event) => event.key === "Escape" && close());
    for (const note of inside.querySelectorAll("a[href^='http']")) note.target = "_blank";
  }

  // A log-in that has ended: whatever the page asks for next is refused, and the person is asked to log in again.
  const fetched = window.fetch;
  window.fetch = async (...asked) => {
    const answered = await fetched(...asked);
    if (answered.status === 401) location.reload();
    return answered;
  };

  // -- buttons -----------------------------------------------------------------------------------

  async function copy(button) {
    const text = button.dataset.copy;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea"); // pages without https have no clipboard API
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    thank(button, "Copied.");
  }

  async function feedback(button) {
    const { conversation, turn, feedback: verdict } = button.dataset;
    let note = "";
    if (verdict === "misattributed") {
      const said = prompt("Who says it really? (optional)");
      if (said === null) return;
      note = said;
    }
    const answered = await fetch("feedback", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ conversation, turn: Number(turn), verdict, note }),
    });
    if (answered.ok) button.setAttribute("aria-pressed", "true");
    thank(button, answered.ok ? "Thank you, kept." : "It could not be kept.");
  }

  function thank(button, words) {
    const place = button.parentElement.querySelector(".thanks");
    if (place) place.textContent = words;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[target="source"]');
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      show(link);
      panel().focus({ preventScroll: true });
    }
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.panel) moves[button.dataset.panel]();
    if (button.dataset.copy !== undefined) copy(button);
    if (button.dataset.feedback) feedback(button);
  });

  // Before Gradio hears of the click: what is deleted is gone.
  document.addEventListener("click", (event) => {
    if (event.target.closest("#delete") && !confirm("Delete this conversation?")) event.stopImmediatePropagation();
  }, true);

  // Gradio's tabs do not heed the arrow keys, which people who use tabs by keyboard expect.
  document.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by || !event.target.matches('[role="tab"]')) return;
    const tabs = [...document.querySelectorAll('[role="tab"]')].filter(visible);
    tabs[(tabs.indexOf(event.target) + by + tabs.length) % tabs.length].focus();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (document.activeElement && document.activeElement.matches(".chip")) document.activeElement.blur();
    else if (document.body.classList.contains("reading")) close();
  });

  // -- screen readers: Gradio replaces the conversation whole, so new words are told apart from it -------

  const announcer = document.createElement("div");
  announcer.className = "hidden";
  announcer.setAttribute("role", "status");
  let told = 0;
  function tell(conversation) {
    const turns = conversation.querySelectorAll(".turn .actions");
    if (turns.length > told && document.activeElement) {
      const answer = turns[turns.length - 1].closest(".turn").querySelectorAll(".understood, .statement > p, .answer > p");
      announcer.textContent = [...answer].map((one) => one.innerText).join(" ");
      conversation.querySelector(".turn:last-of-type").scrollIntoView({ block: "nearest" });
    }
    told = turns.length;
  }

  function start() {
    const conversation = document.getElementById("conversation");
    if (!conversation || !frame()) return void setTimeout(start, 50);
    document.documentElement.lang = "en";
    document.body.append(announcer, panel());
    frame().addEventListener("load", dress);
    new MutationObserver(() => tell(conversation)).observe(conversation, { childList: true, subtree: true });
  }
  start();
})();
