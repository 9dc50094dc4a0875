// Search, choice of a topic, answers hidden and shown, a quiz. The page is complete without it.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const [tools, search, topic, answers, print, count] =
    ["tools", "search", "topic", "answers", "print", "count"].map(byId);
  const [start, quiz, progress, reveal, knew, missed, stop] =
    ["start", "quiz", "progress", "reveal", "knew", "missed", "stop"].map(byId);
  const root = document.documentElement;
  const articles = [...document.querySelectorAll("article")];
  const sections = [...document.querySelectorAll(".deck, .section")];
  const runs = [...document.querySelectorAll(".run")];
  const details = [...document.querySelectorAll("article > details")];
  const all = count.textContent;

  // "Łódź", "LODZ" and "lódz" should find each other as far as Unicode takes them apart.
  const fold = (text) =>
    text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

  // What the filter looks at is made when it is first asked for: who only reads need not wait.
  let entries;
  const filter = () => {
    entries ??= articles.map((article) => ({
      article,
      topics: (article.dataset.topics ?? "").split(" "),
      inKey: byId(article.id.replace("q", "a")),
    }));
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    const chosen = (name) => name === topic.value || name.startsWith(topic.value + "::");
    const has = (entry) => {
      entry.text ??= fold(entry.article.textContent);
      return words.every((word) => entry.text.includes(word));
    };
    let shown = 0;
    for (const entry of entries) {
      const found = (!topic.value || entry.topics.some(chosen)) && (!words.length || has(entry));
      entry.article.hidden = !found;
      if (entry.inKey) entry.inKey.hidden = !found;
      shown += found;
    }
    const some = shown < articles.length;
    root.classList.toggle("filtered", some);
    for (const run of runs) {
      const left = run.querySelectorAll(":scope > article:not([hidden])").length;
      run.hidden = !left;
      run.style.setProperty("--count", left);
    }
    for (const section of sections) {
      section.hidden = some && !section.querySelector(".run:not([hidden])");
    }
    const index = document.querySelector(".index");
    if (index) index.hidden = some;
    count.textContent = some ? `${shown} of ${all}` : all;
  };

  let timer;
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(filter, 150);
  });
  topic.addEventListener("change", filter);

  let open = true;
  const cover = (covered) => {
    open = !covered;
    for (const each of details) each.open = open;
    root.classList.toggle("covered", covered);
    answers.textContent = open ? "Hide answers" : "Show answers";
  };
  answers.addEventListener("click", () => cover(open));

  // A click on a question is a click on its arrow, unless it follows a link or marks text.
  document.querySelector("main").addEventListener("click", (event) => {
    const question = event.target.closest(".question");
    if (!question || event.target.closest("a") || String(getSelection())) return;
    const answer = question.parentElement.querySelector(":scope > details");
    answer.open = !answer.open;
  });

  print.addEventListener("click", () => window.print());

  // The quiz: the shown questions in a random order, each until it is known.
  let asked = []; // the questions to come, the present one first
  let known = 0;
  let failed = new Set();
  const ask = () => {
    document.querySelector(".asked")?.classList.remove("asked");
    for (const button of [reveal, knew, missed]) button.hidden = !asked.length;
    stop.textContent = asked.length ? "End quiz" : "Close";
    if (!asked.length) {
      progress.textContent = `Done: ${known} of ${known} known, ${known - failed.size} at once.`;
      stop.focus();
      return;
    }
    const article = asked[0];
    article.classList.add("asked");
    article.querySelector("details").open = false;
    progress.textContent = `${known} known, ${asked.length} to go`;
    turn(false);
  };
  const turn = (shown) => {
    asked[0].querySelector("details").open = shown;
    reveal.hidden = shown;
    knew.hidden = missed.hidden = !shown;
    (shown ? knew : reveal).focus();
  };
  const grade = (right) => {
    const article = asked.shift();
    if (right) known += 1;
    else {
      failed.add(article);
      asked.splice(Math.min(asked.length, 5), 0, article); // it comes again soon
    }
    ask();
  };
  start.addEventListener("click", () => {
    asked = articles.filter((each) => !each.hidden);
    for (let i = asked.length - 1; i > 0; i -= 1) {
      const j = Math.floor(Math.random() * (i + 1));
      [asked[i], asked[j]] = [asked[j], asked[i]];
    }
    known = 0;
    failed = new Set();
    quiz.hidden = false;
    root.classList.add("asking");
    ask();
  });
  const end = () => {
    asked = [];
    document.querySelector(".asked")?.classList.remove("asked");
    quiz.hidden = true;
    root.classList.remove("asking");
    cover(!open);
    start.focus();
  };
  reveal.addEventListener("click", () => turn(true));
  knew.addEventListener("click", () => grade(true));
  missed.addEventListener("click", () => grade(false));
  stop.addEventListener("click", end);

  // The style sheet prints closed answers too, but not in every browser.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = open ? details.filter((each) => !each.open) : [];
    for (const each of closed) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of closed) each.open = false;
  });

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!quiz.hidden) {
      if (event.key === "Escape") end();
      else if (event.key === "1" && !knew.hidden) grade(true);
      else if (event.key === "2" && !missed.hidden) grade(false);
      return;
    }
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

  // Layouts that ask first come with their answers covered.
  if (details.length && !details[0].open) cover(true);
  start.hidden = !articles.length;
  topic.hidden = topic.options.length < 2;
  tools.hidden = false;
  // A browser that restores the fields on reload should show what they say.
  if (search.value || topic.value) filter();
})();
