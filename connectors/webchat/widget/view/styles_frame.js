// @ts-check
/** Style of everything around the log. `--brand`, `--on-brand`, `--accent-light`, `--accent-dark` come from the brand. */

export const FRAME = `
:host { all: initial; }
@media print { :host { display: none; } }
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }

.root {
  --surface: #ffffff; --raised: #f2f5f3; --line: #dfe5e2; --edge: #78847f;
  --text: #17211e; --muted: #57645f; --accent: var(--accent-light);
  --bad: #b3261e; --bad-surface: #fdeceb; --note: #fff6df; --note-text: #5c4300;
  --shadow: 0 1px 2px rgb(12 30 24 / .12), 0 12px 40px rgb(12 30 24 / .2);
  --offset: 20px; --top: 0px; --height: 100dvh;
  color-scheme: light; color: var(--text);
  font: 400 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif;
  -webkit-text-size-adjust: 100%;
}
@media (prefers-color-scheme: dark) {
  .root {
    --surface: #151a19; --raised: #202725; --line: #303936; --edge: #84918c;
    --text: #e9efec; --muted: #a3b0ab; --accent: var(--accent-dark);
    --bad: #ffb4ab; --bad-surface: #3b1d1b; --note: #33290f; --note-text: #f3dfae;
    --shadow: 0 0 0 1px #303936, 0 12px 40px rgb(0 0 0 / .55);
    color-scheme: dark;
  }
}

button, textarea, select { font: inherit; color: inherit; margin: 0; letter-spacing: inherit; }
button { border: 0; background: none; padding: 0; cursor: pointer; text-align: start; -webkit-tap-highlight-color: transparent; }
:focus { outline: none; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.icon { width: 24px; height: 24px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.launcher {
  position: fixed; z-index: 2147483000; inset-block-end: calc(var(--offset) + env(safe-area-inset-bottom, 0px)); right: var(--offset);
  width: 56px; height: 56px; border-radius: 50%; display: grid; place-items: center;
  background: var(--brand); color: var(--on-brand); box-shadow: 0 0 0 1px rgb(255 255 255 / .35), 0 2px 6px rgb(12 30 24 / .22), 0 8px 24px rgb(12 30 24 / .22);
  transition: transform .16s ease, box-shadow .16s ease;
}
.root.left .launcher { right: auto; left: var(--offset); }
.launcher:hover { transform: translateY(-2px); }
.launcher:active { transform: none; }
.launcher:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
.launcher .icon { width: 27px; height: 27px; }
.badge {
  position: absolute; inset-block-start: -4px; inset-inline-end: -4px; min-width: 22px; height: 22px; padding: 0 6px; border-radius: 11px;
  background: #b3261e; color: #fff; font-size: 12.5px; font-weight: 650; line-height: 22px; text-align: center; box-shadow: 0 0 0 2px #fff;
}

.panel {
  position: fixed; z-index: 2147483001; right: var(--offset);
  inset-block-end: calc(var(--offset) + 56px + 14px + env(safe-area-inset-bottom, 0px));
  width: min(380px, calc(100vw - 2 * var(--offset))); height: min(640px, calc(100dvh - var(--offset) - 56px - 14px - 16px));
  display: flex; flex-direction: column; overflow: hidden; border-radius: 18px;
  background: var(--surface); box-shadow: var(--shadow); overscroll-behavior: contain;
  animation: appear .18s cubic-bezier(.2, .8, .3, 1);
}
.root.left .panel { right: auto; left: var(--offset); }
@keyframes appear { from { opacity: 0; transform: translateY(10px); } }

.head { display: flex; align-items: center; gap: 11px; padding: 12px 10px 12px 16px; padding-inline: 16px 8px; background: var(--brand); color: var(--on-brand); }
.head :focus-visible { outline-color: currentColor; outline-offset: -3px; }
.mark { width: 38px; height: 38px; flex: none; border-radius: 11px; display: grid; place-items: center; font-size: 18px; font-weight: 700; background: color-mix(in srgb, var(--on-brand) 17%, transparent); }
.names { flex: 1; min-width: 0; }
.title { margin: 0; font-size: 16px; font-weight: 650; line-height: 1.25; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.under { font-size: 13px; line-height: 1.35; overflow-wrap: anywhere; }
.tool + .tool { margin-inline-start: -11px; }
.tool { width: 44px; height: 44px; flex: none; border-radius: 12px; display: grid; place-items: center; }
.tool:hover, .tool[aria-expanded="true"] { background: color-mix(in srgb, var(--on-brand) 14%, transparent); }
.tool.more .icon { stroke-width: 3; }

.menu {
  position: absolute; z-index: 3; inset-block-start: 60px; inset-inline-end: 10px; width: min(300px, calc(100% - 20px)); padding: 6px;
  max-height: calc(100% - 76px); overflow-y: auto; border-radius: 14px; background: var(--surface); box-shadow: 0 0 0 1px var(--line), var(--shadow);
}
.item { width: 100%; min-height: 44px; display: flex; align-items: center; gap: 11px; padding: 6px 10px; border-radius: 9px; }
.item:hover { background: var(--raised); }
.item .icon { width: 20px; height: 20px; color: var(--muted); }
.item .value { margin-inline-start: auto; color: var(--muted); }
.item.grave, .item.grave .icon { color: var(--bad); }
.item select { margin-inline-start: auto; max-width: 50%; min-height: 36px; padding: 0 6px; border: 1px solid var(--line); border-radius: 8px; background: var(--surface); }

.veil { position: absolute; z-index: 4; inset: 0; display: grid; place-items: end stretch; background: rgb(8 18 15 / .5); }
.ask { padding: 20px; border-radius: 18px 18px 0 0; background: var(--surface); max-height: 100%; overflow-y: auto; padding-bottom: calc(20px + env(safe-area-inset-bottom, 0px)); }
.ask h3 { margin: 0 0 6px; font-size: 17px; line-height: 1.3; }
.ask p { margin: 0 0 16px; color: var(--muted); }
.choices { display: flex; flex-wrap: wrap; gap: 8px; }
.choice { flex: 1 1 130px; min-height: 44px; padding: 9px 14px; border-radius: 12px; text-align: center; font-weight: 600; background: var(--raised); }
.choice.grave { background: #b3261e; color: #fff; }

.banner { display: flex; gap: 9px; align-items: flex-start; padding: 9px 16px; font-size: 13.5px; line-height: 1.4; background: var(--note); color: var(--note-text); }
.banner .icon { width: 18px; height: 18px; margin-top: 1px; }

.composer { padding: 10px 12px calc(12px + env(safe-area-inset-bottom, 0px)); border-block-start: 1px solid var(--line); background: var(--surface); }
.field { display: flex; align-items: flex-end; gap: 6px; padding: 4px; padding-inline-start: 14px; border: 1px solid var(--edge); border-radius: 22px; }
.field:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
.input { flex: 1; min-width: 0; height: 36px; max-height: 132px; padding: 7px 0; border: 0; background: none; resize: none; font-size: 16px; line-height: 22px; overflow-y: auto; }
.input:focus-visible { outline: none; }
.input::placeholder { color: var(--muted); opacity: 1; }
.send { width: 36px; height: 36px; flex: none; border-radius: 50%; display: grid; place-items: center; background: var(--brand); color: var(--on-brand); position: relative; }
.send::after { content: ""; position: absolute; inset: -4px; }
.send .icon { width: 20px; height: 20px; stroke-width: 2.1; }
.send[aria-disabled="true"] { background: var(--raised); color: var(--muted); cursor: default; }
.count { margin: 5px 14px 0; font-size: 12.5px; color: var(--muted); }
.count.over { color: var(--bad); font-weight: 600; }

@media (max-width: 480px), (max-height: 460px) {
  .root.open .launcher { display: none; }
  .panel, .root.left .panel { inset: auto; top: var(--top); left: 0; right: 0; width: auto; height: var(--height); border-radius: 0; box-shadow: none; }
  .head { padding-block-start: calc(10px + env(safe-area-inset-top, 0px)); }
  .head, .log, .composer { padding-left: max(12px, env(safe-area-inset-left, 0px)); padding-right: max(10px, env(safe-area-inset-right, 0px)); }
}
@media (max-height: 330px) { .mark, .under { display: none; } .head { padding-block: 2px; } }
@media (prefers-reduced-motion: reduce) { *, *::before, *::after { animation: none !important; transition: none !important; } }
@media (forced-colors: active) { .launcher, .send, .bubble, .choice, .panel { border: 1px solid; } }
`;
