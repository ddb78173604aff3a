// Routines: several things by one sentence. Everybody runs them; owners write them.

import { h, replace } from "../core/dom.js";
import { actionButton, button, iconButton, working } from "./button.js";
import { field, select, textInput } from "./field.js";
import { icon } from "./icon.js";
import { load, skeleton } from "./loading.js";
import { confirm, openSheet } from "./sheet.js";

const DAYS = ["every day", "weekdays", "weekends", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

export function routines(app) {
  const place = h("div", {});
  const again = load(app, place, () => app.api.get("/api/routines"), (found) => list(app, found, () => again(true)), skeleton(app, "rows", 2));
  return h("section", { class: "routines", "aria-labelledby": "routines-title" }, h("h2", { id: "routines-title" }, app.t("routine.title")), place);
}

function list(app, { routines: all, editable }, changed) {
  const mayEdit = app.isOwner && editable;
  const add = mayEdit && button(app.t("routine.add"), () => openRoutine(app, null, changed), { iconName: "plus" });
  const rows = all.map((one) => row(app, one, mayEdit, changed));
  return [
    rows.length ? h("ul", { class: "list" }, rows) : h("p", { class: "hint" }, app.t("routine.empty")),
    add && h("div", { class: "actions" }, add),
  ];
}

function row(app, routine, mayEdit, changed) {
  const run = iconButton(app.t("routine.run", { name: routine.name }), "power", null);
  run.addEventListener("click", working(app, run, async () => {
    const turn = await app.api.post(`/api/routines/${encodeURIComponent(routine.name)}/run`, {});
    app.notify(turn.reply);
  }));
  const steps = routine.do.map((step) => step.sentence || `${app.house.device(step.device)?.name ?? step.device}: ${step.verb}`);
  const edit = mayEdit && iconButton(app.t("routine.change", { name: routine.name }), "pencil", () => openRoutine(app, routine, changed));
  return h("li", {}, h("div", { class: "row" },
    h("span", { class: "row-text" },
      h("strong", {}, routine.name),
      h("span", { class: "soft" }, [steps.join(", "), about(app, routine)].filter(Boolean).join(" · "))),
    edit, run));
}

function about(app, { person, role, when }) {
  const time = when?.at && `${dayName(app, when.days[0] ?? "every day")} ${when.at}`;
  const arrives = when?.arrives && app.t("routine.arrives", { name: when.arrives });
  return [time, arrives, person ?? role].filter(Boolean).join(" · ");
}

/** A sheet for a routine; for a new one if it is null. */
function openRoutine(app, routine, changed) {
  openSheet(app, routine ? routine.name : app.t("routine.add"), (close) => {
    const people = [["", app.t("routine.everybody")], ...app.house.home.people.map(({ name }) => [name, name])];
    const inputs = {
      name: textInput({ value: routine?.name ?? "", required: true, maxlength: 64, readonly: routine !== null }),
      say: textInput({ value: (routine?.say ?? []).join(", "), maxlength: 500 }),
      steps: h("textarea", { rows: "4", required: true }, (routine?.do ?? []).map(stepText).join("\n")),
      person: select(people, routine?.person ?? ""),
      at: h("input", { type: "time", value: routine?.when?.at ?? "" }),
      days: select(DAYS.map((day) => [day, dayName(app, day)]), routine?.when?.days[0] ?? "every day"),
    };
    const problem = h("div", { role: "alert" });
    const path = (name) => `/api/routines/${encodeURIComponent(name)}`;
    const finish = (text) => {
      app.notify(text);
      close();
      changed();
    };
    const save = actionButton(app, app.t("routine.save"), async () => {
      if (!inputs.name.reportValidity() || !inputs.steps.reportValidity()) return;
      replace(problem);
      const written = read(inputs, routine);
      try {
        await app.api.put(path(written.name), written);
      } catch (error) {
        if (error.status !== 422) throw error;
        replace(problem, h("p", { class: "failure" }, icon("circle-alert"), h("span", {}, error.message)));
        return;
      }
      finish(app.t("routine.saved", { name: written.name }));
    }, { kind: "main" });
    const remove = routine && actionButton(app, app.t("routine.remove"), async () => {
      if (!(await confirm(app, { title: app.t("routine.removeAsk", { name: routine.name }), text: app.t("routine.removeText"), yes: app.t("routine.remove") }))) return;
      await app.api.delete(path(routine.name));
      finish(app.t("routine.removed", { name: routine.name }));
    }, { kind: "danger", iconName: "trash-2" });
    return h("form", { onsubmit: (event) => { event.preventDefault(); save.click(); } },
      field(app.t("routine.name"), inputs.name),
      field(app.t("routine.say"), inputs.say, app.t("routine.sayHint")),
      field(app.t("routine.steps"), inputs.steps, app.t("routine.stepsHint")),
      field(app.t("routine.person"), inputs.person),
      field(app.t("routine.at"), inputs.at, app.t("routine.atHint")),
      field(app.t("routine.days"), inputs.days),
      problem,
      h("div", { class: "actions" }, save, remove));
  });
}

/** A step as a line: its sentence; or what it is in the home file, which is kept as it is. */
function stepText(step) {
  return step.sentence || JSON.stringify(step);
}

function read(inputs, routine) {
  const lines = inputs.steps.value.split("\n").map((line) => line.trim()).filter(Boolean);
  const kept = new Map((routine?.do ?? []).map((step) => [stepText(step), step]));
  const at = inputs.at.value;
  const arrives = routine?.when?.arrives ?? null;
  const days = inputs.days.value === "every day" ? [] : [inputs.days.value];
  return {
    ...routine,
    name: inputs.name.value.trim(),
    say: inputs.say.value.split(",").map((one) => one.trim()).filter(Boolean),
    do: lines.map((line) => kept.get(line) ?? { sentence: line }),
    person: inputs.person.value || null,
    when: at || arrives ? { at: at || null, days, arrives } : null,
  };
}

function dayName(app, day) {
  return app.t(`day.${day}`);
}
