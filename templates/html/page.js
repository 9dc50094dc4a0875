// Search, choice of a topic, answers hidden and shown. The page is complete without it.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const [tools, search, topic, answers, print, count] =
    ["tools", "search", "topic", "answers", "print", "count"].map(byId);
  const articles = [...document.querySelectorAll("article")];
  const sections = [...document.querySelectorAll("main section")];
  const details = [...document.querySelectorAll("article > details")];
  const all = count.textContent;

  // "Łódź", "LODZ" and "lódz" should find each other as far as Unicode takes them apart.
  const fold = (text) =>
    text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

  let texts; // made at the first search: a page that is only read need not pay for it
  const filter = () => {
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    if (words.length) texts ??= articles.map((article) => fold(article.textContent));
    let shown = 0;
    articles.forEach((article, i) => {
      const topics = (article.dataset.topics ?? "").split(" ");
      const chosen = !topic.value ||
        topics.some((name) => name === topic.value || name.startsWith(topic.value + "::"));
      const found = chosen && words.every((word) => texts[i].includes(word));
      article.hidden = !found;
      shown += found;
    });
    for (const section of sections) {
      section.hidden = shown < articles.length && !section.querySelector("article:not([hidden])");
    }
    count.textContent = shown === articles.length ? all : `${shown} of ${all}`;
  };

  let timer;
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(filter, 150);
  });
  topic.addEventListener("change", filter);

  let open = true;
  answers.addEventListener("click", () => {
    open = !open;
    for (const each of details) each.open = open;
    answers.textContent = open ? "Hide answers" : "Show answers";
  });

  // A click on a question is a click on its arrow, unless it follows a link or marks text.
  document.querySelector("main").addEventListener("click", (event) => {
    const question = event.target.closest(".question");
    if (!question || event.target.closest("a") || String(getSelection())) return;
    const answer = question.parentElement.querySelector(":scope > details");
    answer.open = !answer.open;
  });

  print.addEventListener("click", () => window.print());

  // The style sheet prints closed answers too, but not in every browser.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = details.filter((each) => !each.open);
    for (const each of closed) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of closed) each.open = false;
  });

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && event.target === search) {
      search.value = "";
      filter();
    }
    if (event.key === "/" && !event.target.closest("input, select")) {
      event.preventDefault(); // Firefox has a search of its own there
      search.focus();
      search.select();
    }
  });

  topic.hidden = topic.options.length < 2;
  tools.hidden = false;
  // A browser that restores the fields on reload should show what they say.
  if (search.value || topic.value) filter();
})();
