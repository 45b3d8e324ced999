// Words of the scripts in the language of the page.
export const lang = document.documentElement.lang === "en" ? "en" : "zh";
export const t = (zh, en) => (lang === "zh" ? zh : en);
