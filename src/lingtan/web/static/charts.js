// Draws each `figure[data-chart]` with ECharts. Options come as JSON from `lingtan.figures`; here colours are looked up in the page's
// tokens, tooltips and links are attached, and pictures are made for download.
"use strict";
(() => {
  const drawn = new Map();
  let library;

  const load = (address) => library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.echarts);
    script.onerror = () => reject(new Error(`not loaded: ${address}`));
    document.head.append(script);
  });

  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  // The hatching of an estimate, as a small tile.
  const hatch = (colour) => {
    const tile = document.createElement("canvas");
    tile.width = tile.height = 8;
    const pen = tile.getContext("2d");
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 8, 8);
    pen.strokeStyle = token("hatch");
    pen.lineWidth = 2;
    for (const shift of [-8, 0, 8]) {
      pen.beginPath();
      pen.moveTo(shift, 8);
      pen.lineTo(shift + 8, 0);
      pen.stroke();
    }
    return { image: tile, repeat: "repeat", imageWidth: 8, imageHeight: 8 };
  };

  const colour = (text) => {
    if (text.startsWith("hatch:token:")) return hatch(token(text.slice(12)));
    return text.startsWith("token:") ? token(text.slice(6)) : text;
  };

  const resolve = (value, key = "") => {
    if (Array.isArray(value)) return value.map((one) => resolve(one, key));
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, resolve(one, name)]));
    return typeof value === "string" && /color$/i.test(key) ? colour(value) : value;
  };

  // The page's typeface. ECharts writes it into attributes of an SVG as it stands, so its quotes must be single.
  const family = () => getComputedStyle(document.body).fontFamily.replaceAll('"', "'");

  // Braces would begin a style of ECharts' rich text.
  const plain = (text) => text.replaceAll("{", "\uff5b").replaceAll("}", "\uff5d");
  // What a tooltip says: the words of each item, or of plain numbers their series and value, each in its unit.
  const amount = new Intl.NumberFormat("en", { maximumSignificantDigits: 5 });
  const tip = (wanted) => (given) => {
    const items = [given].flat();
    const told = items.map((item) => item.data?.tip).filter(Boolean).map(plain);
    if (told.length || !wanted.unit) return told.join("\n\n");
    const rows = items.filter((item) => item.value).map((item) => `${plain(item.seriesName)}  ${amount.format(Math.abs(item.value))} ${wanted.units?.[item.seriesName] ?? wanted.unit}`);
    return [items[0]?.axisValueLabel, ...rows].join("\n");
  };

  const goes = (href) => typeof href === "string" && /^([?#]|\/(?!\/))/.test(href);
  const follow = (href) => {
    const language = location.pathname.split("/")[1];
    const needs = href.startsWith("/") && !/^\/(zh|en)(\/|$)/.test(href) && /^(zh|en)$/.test(language);
    location.assign(needs ? `/${language}${href}` : href);
  };

  // A block of a Gantt: from begin to end on its line, in the colour of its scale; outlined where it ends late.
  const block = (late) => (params, api) => {
    const [x, y] = api.coord([api.value(1), api.value(0)]), [end] = api.coord([api.value(2), api.value(0)]);
    const high = api.size([0, 1])[1] * 0.72, area = params.coordSys;
    const left = Math.max(x, area.x), right = Math.min(end, area.x + area.width);
    if (right < left) return undefined;
    const outline = api.value(4) > 0 ? { stroke: late, lineWidth: 2 } : {};
    return { type: "rect", shape: { x: left, y: y - high / 2, width: Math.max(right - left, 1), height: high }, style: { fill: api.visual("color"), ...outline } };
  };

  const option = (state) => {
    const { lingtan: wanted = {}, ...given } = state.given;
    const made = resolve(given);
    made.textStyle = { ...made.textStyle, fontFamily: family() };
    made.tooltip = { ...made.tooltip, formatter: tip(wanted) };
    made.animation = !matchMedia("(prefers-reduced-motion: reduce)").matches && !state.still;
    for (const one of made.series) {
      if (one.type === "custom") one.renderItem = block(one.lateColor ?? token("bad"));
      const items = wanted.unit ? [] : [...(one.data ?? []), ...(one.links ?? [])];
      one.cursor = items.some((item) => goes(item?.href)) ? "pointer" : "default";
    }
    return made;
  };

  const redraw = (state) => {
    state.chart.setOption(option(state), { notMerge: true });
    state.chart.getZr().flush();
    state.figure.dispatchEvent(new CustomEvent("lingtan:drawn", { bubbles: true, detail: state }));
  };

  // Zooming without a mouse: arrows move by a quarter of what is shown, + and \u2212 halve and double it, Home shows all.
  const listenToKeys = (state) => state.figure.querySelector(".plot-frame").addEventListener("keydown", (event) => {
    const { start, end } = state.chart.getOption().dataZoom[0], width = end - start;
    const moved = {
      ArrowLeft: [start - width / 4, width], ArrowRight: [start + width / 4, width], "+": [start + width / 4, width / 2],
      "=": [start + width / 4, width / 2], "-": [start - width / 2, width * 2], Home: [0, 100],
    }[event.key];
    if (!moved || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const wide = Math.min(Math.max(moved[1], 0.2), 100), from = Math.min(Math.max(moved[0], 0), 100 - wide);
    state.chart.dispatchAction({ type: "dataZoom", start: from, end: from + wide });
  });

  const draw = async (figure) => {
    if (drawn.has(figure)) return;
    drawn.set(figure, null);
    const plot = figure.querySelector(".plot");
    const given = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
    const wanted = given.lingtan ?? {};
    plot.style.height = `${wanted.height ?? 320}px`;
    if (wanted.least_width) plot.style.minWidth = `${wanted.least_width}px`;
    const echarts = await load(figure.dataset.echarts);
    const state = { figure, plot, given, echarts, chart: echarts.init(plot, null, { renderer: "canvas" }) };
    drawn.set(figure, state);
    redraw(state);
    state.chart.on("click", (event) => { if (goes(event.data?.href)) follow(event.data.href); });
    new ResizeObserver((_, observer) => {
      if (figure.isConnected) return state.chart.resize();
      observer.disconnect();
      state.chart.dispose();
      drawn.delete(figure);
    }).observe(plot);
    for (const button of figure.querySelectorAll("[data-picture]")) {
      button.hidden = false;
      button.addEventListener("click", () => save(state, button.dataset.picture));
    }
    if (wanted.zoom) listenToKeys(state);
    figure.dataset.drawn = "yes";
  };

  // Pictures: the drawing with its title above and its source below, in the colours on screen.
  const MARGIN = 24, HEAD = 40, FOOT = 28;
  const words = (state) => ({
    title: state.figure.querySelector("figcaption :is(h2, h3)").textContent.trim().replace(/\s+/g, " "),
    source: [...state.figure.querySelectorAll(".source > span")].map((one) => (one.matches(".hatched") ? "\u25a8 " : "") + one.textContent.trim()).join(" · "),
    family: family(),
  });

  const toPng = (state) => new Promise((done) => {
    const scale = 2, said = words(state);
    const inner = state.chart.renderToCanvas({ pixelRatio: scale, backgroundColor: token("card") });
    const sheet = document.createElement("canvas");
    sheet.width = inner.width + 2 * MARGIN * scale;
    sheet.height = inner.height + (2 * MARGIN + HEAD + FOOT) * scale;
    const pen = sheet.getContext("2d");
    pen.fillStyle = token("card");
    pen.fillRect(0, 0, sheet.width, sheet.height);
    pen.drawImage(inner, MARGIN * scale, (MARGIN + HEAD) * scale);
    pen.scale(scale, scale);
    pen.fillStyle = token("ink");
    pen.font = `600 17px ${said.family}`;
    pen.fillText(said.title, MARGIN, MARGIN + 17);
    pen.fillStyle = token("ink-3");
    pen.font = `12px ${said.family}`;
    pen.fillText(said.source, MARGIN, sheet.height / scale - MARGIN);
    sheet.toBlob(done, "image/png");
  });

  const xml = (text) => text.replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

  const toSvg = (state) => {
    const said = words(state), width = state.chart.getWidth(), height = state.chart.getHeight();
    const second = state.echarts.init(null, null, { renderer: "svg", ssr: true, width, height });
    second.setOption({ ...option({ ...state, still: true }), animation: false, backgroundColor: token("card") });
    // Put together as text: parsing it here would apply its style attributes, which this page's policy forbids.
    const inner = second.renderToSVGString().replace("<svg ", `<svg x="${MARGIN}" y="${MARGIN + HEAD}" `);
    second.dispose();
    const wide = width + 2 * MARGIN, high = height + 2 * MARGIN + HEAD + FOOT;
    const line = (y, size, fill, text, weight = 400) =>
      `<text x="${MARGIN}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${xml(fill)}" font-family="${xml(said.family)}">${xml(text)}</text>`;
    return new Blob([
      `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}">`,
      `<title>${xml(said.title)}</title><rect width="${wide}" height="${high}" fill="${xml(token("card"))}"/>`,
      line(MARGIN + 17, 17, token("ink"), said.title, 600),
      inner,
      line(high - MARGIN, 12, token("ink-3"), said.source),
      "</svg>",
    ], { type: "image/svg+xml" });
  };

  const save = async (state, kind) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(kind === "svg" ? toSvg(state) : await toPng(state));
    link.download = `${state.figure.dataset.name}.${kind}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  const scan = (within) => {
    const found = [...within.querySelectorAll("figure[data-chart]")];
    if (within instanceof Element && within.matches("figure[data-chart]")) found.push(within);
    for (const figure of found) draw(figure);
  };
  const each = (act) => { for (const state of drawn.values()) if (state) act(state); };

  scan(document);
  document.addEventListener("htmx:load", (event) => scan(event.detail.elt));
  document.addEventListener("lingtan:theme", () => each(redraw));
  document.addEventListener("lingtan:print", (event) => each((state) => {
    state.still = event.detail;
    state.chart.resize(event.detail ? { width: state.figure.dataset.tall === undefined ? 660 : 910 } : undefined);
    redraw(state);
  }));
})();
