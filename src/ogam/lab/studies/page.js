const root = document.documentElement;
const buttons = document.querySelectorAll("[data-language]");
const choose = (language) => {
  root.lang = language;
  buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.language === language)));
};
buttons.forEach((button) => button.addEventListener("click", () => choose(button.dataset.language)));
choose(navigator.language.startsWith("ko") ? "ko" : "en");
