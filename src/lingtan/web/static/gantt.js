// The due date of an order on its Gantt: a block is chosen, its mark dragged along the line. The date goes into the page's form of changes as if
// it were typed there, which is the way by keyboard; what is typed moves the mark.
"use strict";
(() => {
  const STEP_MS = 15 * 60000, HALF = 15;
  const known = new Set();

  const clock = (stamp) => new Date(stamp).toISOString().slice(0, 16);
  const runs = (state) => (state.given.series.at(1)?.data ?? []).filter((one) => one.order);
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const asked = () => {
    const bar = document.querySelector("[data-due-bar]"), form = bar && document.getElementById(bar.dataset.dueBar);
    return form && { bar, order: form.elements.due_order, due: form.elements.due };
  };

  const say = ({ bar, order, due }) => {
    const is = Boolean(order.value && due.value);
    bar.querySelector("button").hidden = !is;
    if (is) bar.querySelector("[role=status]").textContent = bar.dataset.said.replace("{order}", order.value).replace("{due}", due.value.replace("T", " "));
  };

  const take = (order, stamp) => {
    const to = asked();
    if (!to) return;
    to.order.value = order;
    to.due.value = clock(Math.round(stamp / STEP_MS) * STEP_MS);
    say(to);
    for (const state of known) place(state);
  };

  const AXES = { xAxisIndex: 0, yAxisIndex: 0 };
  const mark = (state, block, x, y) => ({
    id: "due", type: "group", x, y, draggable: "horizontal", cursor: "ew-resize",
    ondragend() { take(block.order, state.chart.convertFromPixel(AXES, [this.x, y])[0]); },
    children: [
      { type: "rect", shape: { x: -12, y: -HALF - 8, width: 24, height: 2 * HALF + 8 }, style: { fill: "transparent" } },
      { type: "line", shape: { x1: 0, y1: -HALF, x2: 0, y2: HALF }, style: { stroke: token("card"), lineWidth: 5 } },
      { type: "line", shape: { x1: 0, y1: -HALF, x2: 0, y2: HALF }, style: { stroke: token("ink"), lineWidth: 3 } },
      { type: "polygon", shape: { points: [[-7, -HALF - 8], [7, -HALF - 8], [0, -HALF + 2]] }, style: { fill: token("ink"), stroke: token("card"), lineWidth: 1 } },
    ].map((one) => ({ ...one, z: 100 })),  // a group's own does not count
  });

  const place = (state) => {
    if (!state.figure.isConnected) return known.delete(state);
    const to = asked(), due = to && Date.parse(`${to.due.value}Z`), block = to && runs(state).find((one) => one.order === to.order.value);
    const [x, y] = block && !Number.isNaN(due) ? state.chart.convertToPixel(AXES, [due, block.value[0]]) : [NaN, NaN];
    const shown = state.chart.containPixel({ gridIndex: 0 }, [x, y]);
    if (shown) state.chart.setOption({ graphic: [mark(state, block, x, y)] });
    else if (state.marked) state.chart.setOption({ graphic: [{ id: "due", $action: "remove" }] });
    state.marked = shown;
    return shown;
  };

  document.addEventListener("lingtan:drawn", ({ detail: state }) => {
    if (!state.given.lingtan?.gantt || !runs(state).length || !asked()) return;
    state.marked = false;  // drawn anew, without it
    if (!known.has(state)) {
      known.add(state);
      state.chart.on("click", (event) => { if (event.data?.order) take(event.data.order, event.data.due); });
      state.chart.on("datazoom", () => place(state));
    }
    place(state);
  });
  document.addEventListener("input", (event) => {
    const to = asked();
    if (!to || ![to.order, to.due].includes(event.target)) return;
    say(to);
    for (const state of known) place(state);
  });
  addEventListener("resize", () => setTimeout(() => { for (const state of known) place(state); }, 150));
})();
