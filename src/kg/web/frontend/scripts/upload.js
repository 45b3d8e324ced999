// Sends a document, follows the job, and shows what came of it; can be cancelled at any time.
import { lang, t } from "./words.js";

const form = document.getElementById("upload");
const [file, token, send, cancel, progress, bar, stage, outcome, chosen, drop] = ["file", "token", "send", "cancel", "progress", "bar", "stage", "outcome", "chosen", "drop"].map((id) => document.getElementById(id));
const EVERY = 700;
let running = null;

form.hidden = false;
token.value = sessionStorage.getItem("token") ?? "";
token.addEventListener("change", () => sessionStorage.setItem("token", token.value));
file.addEventListener("change", show);
form.addEventListener("submit", (event) => { event.preventDefault(); start(); });
cancel.addEventListener("click", () => running?.stop());
for (const name of ["dragover", "dragleave", "drop"]) {
  drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", name === "dragover");
    if (name === "drop" && event.dataTransfer.files.length) {
      file.files = event.dataTransfer.files;
      show();
    }
  });
}

const size = (bytes) => (bytes < 1 << 20 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / (1 << 20)).toFixed(1)} MB`);

function show() {
  const [one] = file.files;
  chosen.textContent = one ? `${one.name} · ${size(one.size)}` : "";
}

async function start() {
  const [one] = file.files;
  outcome.replaceChildren();
  if (one.size > Number(form.dataset.most)) return fail(t(`文件有 ${size(one.size)}，超过上限 ${size(Number(form.dataset.most))}。`, `The file has ${size(one.size)}, more than ${size(Number(form.dataset.most))}.`));
  running = new Run(one);
  busy(true);
  try {
    await running.go();
  } catch (error) {
    if (running.stopped) fail(t("已取消，图谱没有变。", "Cancelled; the graph is as it was."), "notice");
    else fail(error.message);
  } finally {
    clearInterval(running.clock);
    running = null;
    busy(false);
  }
}

function busy(on) {
  send.disabled = on;
  cancel.hidden = !on;
  progress.hidden = !on;
  if (on) cancel.focus();
}

class Run {
  constructor(one) {
    this.file = one;
    this.headers = { Authorization: `Bearer ${token.value}` };
    this.began = performance.now();
    this.words = "";
    this.clock = setInterval(() => this.tick(), 250);
  }

  tick() {
    const seconds = Math.floor((performance.now() - this.began) / 1000);
    stage.textContent = seconds < 1 ? this.words : t(`${this.words} 已 ${seconds} 秒`, `${this.words} ${seconds} s`);
  }

  say(words, percent = null) {
    this.words = words;
    if (percent === null) bar.removeAttribute("value");
    else bar.value = percent;
    this.tick();
  }

  async go() {
    let { status, body } = await this.sent();
    while (status === 202) {
      this.job = body.job ?? this.job;
      this.say(t("正在逐句读…", "Reading…"));
      await new Promise((done) => setTimeout(done, EVERY));
      if (this.stopped) throw new Error();
      const answer = await fetch(this.job);
      ({ status, body } = { status: answer.status, body: await answer.json() });
    }
    if (status >= 400) throw new Error(reason(status, body));
    done(body);
  }

  // XMLHttpRequest, because fetch does not tell how much was sent.
  sent() {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      this.request = request;
      request.open("POST", "/api/documents");
      request.setRequestHeader("Authorization", this.headers.Authorization);
      request.setRequestHeader("Prefer", "respond-async");
      request.responseType = "json";
      request.upload.addEventListener("progress", (event) => this.say(t("正在发送…", "Sending…"), (100 * event.loaded) / event.total));
      request.addEventListener("load", () => resolve({ status: request.status, body: { ...request.response, job: request.getResponseHeader("Location") } }));
      request.addEventListener("error", () => reject(new Error(t("连不上服务。检查网络后再试。", "The service cannot be reached. Check the network and try again."))));
      request.addEventListener("abort", () => reject(new Error()));
      const data = new FormData();
      data.append("file", this.file);
      request.send(data);
    });
  }

  stop() {
    this.stopped = true;
    this.request?.abort();
    if (this.job) fetch(this.job, { method: "DELETE", headers: this.headers }).catch(() => {});
    this.say(t("正在取消…", "Cancelling…"));
  }
}

function reason(status, body) {
  if (status === 401) return t("令牌不对。向管理员要写入令牌。", "The token is not valid. Ask whoever runs the service for the write token.");
  const known = {
    403: t("这个服务不接受写入。", "This service takes no writes."),
    413: t("文件太大，或读它要的时间、内存超过上限。", "The file is too large, or takes more time or memory than allowed."),
    415: t("这种文件读不了。请用 txt、html、docx 或 pdf。", "This kind of file cannot be read. Send txt, html, docx or pdf."),
    422: t("这份文件读不了。", "This document cannot be read."),
    429: t("请求太多，过一会儿再试。", "Too many requests; try again in a while."),
  };
  return [known[status] ?? t("没有读成。", "It was not read."), body?.detail].filter(Boolean).join(" ");
}

function fail(words, style = "notice alert") {
  const box = document.createElement("div");
  box.className = style;
  if (style.includes("alert")) box.setAttribute("role", "alert");
  const line = document.createElement("p");
  line.textContent = words;
  box.append(line);
  outcome.replaceChildren(box);
}

const STATUS = {
  added: t("已读入图谱", "Read into the graph"),
  replaced: t("已读入，成为这份文件的新版本", "Read in as a new version of the document"),
  unchanged: t("这份文件已在图谱中，内容没有变", "The document is in the graph already and has not changed"),
  skipped: t("没有读出责任分工，所以没有写进图谱", "No responsibility was found in it, so it was not kept"),
};
const COUNTED = { obligations: t("项任务", "duties"), statements: t("条责任条款", "statements"), deadlines: t("个时限", "deadlines"), targets: t("个指标", "targets"), citations: t("处引用", "citations"), gaps: t("句没有读出", "sentences not taken") };

function done(job) {
  const box = document.createElement("section");
  box.className = "card";
  const head = document.createElement("h2");
  head.textContent = STATUS[job.status] ?? job.status;
  box.append(head);
  const report = job.report ?? {};
  const counts = Object.entries(COUNTED).filter(([key]) => Number.isFinite(report.counts?.[key]));
  if (counts.length) box.append(line(counts.map(([key, words]) => `${report.counts[key]} ${words}`).join(" · ")));
  for (const warning of report.warnings ?? []) box.append(line(String(warning.message ?? warning), "gloss"));
  if (job.page) {
    const links = document.createElement("p");
    links.className = "item-meta";
    const key = encodeURIComponent(job.id ?? "");
    for (const [page, words] of [[job.page, t("看文件和读出的内容", "See the document and what was read")], [`/network?mode=whole&document=${key}`, t("看责任网络", "See its network")], [`/blind-spots?document=${key}`, t("看盲点", "See its blind spots")]]) {
      const link = document.createElement("a");
      link.className = links.children.length ? "button plain small" : "button small";
      link.href = `${page}${page.includes("?") ? "&" : "?"}lang=${lang}`;
      link.textContent = words;
      links.append(link);
    }
    box.append(links);
  }
  outcome.replaceChildren(box);
  outcome.focus();
}

function line(words, style = "") {
  const made = document.createElement("p");
  made.textContent = words;
  made.className = style;
  return made;
}
