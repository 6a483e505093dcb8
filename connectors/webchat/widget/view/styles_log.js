// @ts-check
/** Style of the log: introduction, days, messages, notes, typing. */

export const LOG = `
.log { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; padding: 16px; scrollbar-width: thin; display: flex; flex-direction: column; }
.log:focus-visible { outline-offset: -3px; }
.log > * { flex: none; }

.intro { padding: 4px 0 12px; }
.hello { margin: 0 0 12px; font-size: 21px; line-height: 1.25; font-weight: 680; letter-spacing: -.01em; overflow-wrap: anywhere; }
.facts { margin: 0; padding: 14px; list-style: none; border-radius: 14px; background: var(--raised); display: grid; gap: 12px; }
.fact { display: flex; gap: 11px; font-size: 14px; line-height: 1.42; }
.fact .icon { width: 21px; height: 21px; color: var(--accent); }
.fact strong { font-weight: 640; }
.link { display: inline; font-size: inherit; color: var(--accent); text-decoration: underline; text-underline-offset: 2px; position: relative; }
.link::after { content: ""; position: absolute; inset: -12px -8px; }
.more-text { margin: 6px 0 0; color: var(--muted); }

.day { margin: 14px auto 8px; font-size: 12.5px; font-weight: 600; color: var(--muted); }
.helper { margin: 10px auto 4px; font-size: 13px; color: var(--muted); text-align: center; }
.waiting { margin: 8px auto 0; padding: 0 12px; font-size: 13px; color: var(--muted); text-align: center; }

.message { display: grid; grid-template-columns: 30px minmax(0, 1fr); column-gap: 8px; margin-block-start: 3px; }
.message.first { margin-block-start: 12px; }
.avatar { width: 30px; height: 30px; border-radius: 50%; align-self: start; display: grid; place-items: center; font-size: 13px; font-weight: 650; background: var(--raised); color: var(--accent); box-shadow: inset 0 0 0 1px var(--line); }
.avatar.away { visibility: hidden; height: 0; }
.stack { grid-column: 2; display: flex; flex-direction: column; align-items: flex-start; min-width: 0; }
.name { margin: 0 12px 3px; font-size: 12.5px; font-weight: 600; color: var(--muted); }
.bubble {
  max-width: 100%; padding: 8px 13px; border-radius: 17px; border-end-start-radius: 6px; background: var(--raised);
  white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; text-align: start; tab-size: 4;
}
.message.mine { display: block; padding-inline-start: 15%; }
.mine .stack { align-items: flex-end; }
.mine .bubble { background: var(--brand); color: var(--on-brand); border-end-start-radius: 17px; border-end-end-radius: 6px; }
.mine.unsent .bubble { opacity: .78; }
.mine.failed .bubble { opacity: 1; background: var(--bad-surface); color: var(--text); box-shadow: inset 0 0 0 1px var(--bad); }
.hidden-part { background: color-mix(in srgb, currentColor 16%, transparent); color: inherit; border-radius: 5px; padding: 1px 4px; margin: 0 -1px; box-decoration-break: clone; -webkit-box-decoration-break: clone; text-decoration: underline dotted; text-underline-offset: 3px; }
.bubble a { color: inherit; text-underline-offset: 2px; }

.note { margin-block-start: 4px; max-width: 100%; font-size: 12.5px; line-height: 1.4; color: var(--muted); text-align: end; }
.note .icon { width: 15px; height: 15px; vertical-align: -3px; margin-inline-end: 4px; color: var(--accent); }
.meta { margin: 3px 4px 0; font-size: 12.5px; line-height: 1.4; color: var(--muted); display: flex; flex-wrap: wrap; align-items: center; gap: 0 7px; }
.mine .meta { justify-content: flex-end; }
.meta .icon { width: 16px; height: 16px; margin-inline-start: -3px; }
.meta .seen { color: var(--accent); }
.retry { display: inline-flex; align-items: center; gap: 5px; min-height: 32px; font-size: 13px; font-weight: 600; color: var(--bad); text-decoration: underline; text-underline-offset: 2px; position: relative; text-align: end; }
.retry::after { content: ""; position: absolute; inset: -6px; }

.typing { display: flex; align-items: center; gap: 5px; margin: 10px 0 0 38px; margin-inline: 38px 0; width: max-content; padding: 12px 14px; border-radius: 17px; border-end-start-radius: 6px; background: var(--raised); }
.dot { width: 7px; height: 7px; border-radius: 50%; background: var(--muted); animation: dot 1.2s infinite ease-in-out; }
.dot:nth-child(2) { animation-delay: .16s; }
.dot:nth-child(3) { animation-delay: .32s; }
@keyframes dot { 0%, 60%, 100% { opacity: .35; transform: none; } 30% { opacity: 1; transform: translateY(-3px); } }

.middle { position: relative; flex: 1; min-height: 0; display: flex; flex-direction: column; }
.newer { position: absolute; inset-block-end: 10px; left: 50%; translate: -50% 0; display: flex; align-items: center; gap: 5px; min-height: 36px; padding: 0 14px 0 10px; border-radius: 18px; background: var(--surface); color: var(--accent); font-size: 13.5px; font-weight: 600; box-shadow: 0 0 0 1px var(--line), 0 4px 14px rgb(12 30 24 / .2); }
.newer .icon { width: 18px; height: 18px; }
`;
