// @ts-check
/** Icons as paths, drawn with a line of 1.75 units. */

export const CHAT = ["M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-4.6 3.7a.5.5 0 0 1-.9-.4V16A2.5 2.5 0 0 1 4 13.7z", "M8.5 8.6h7M8.5 11.8h4.5"];
export const DOWN = ["M6 9.5l6 6 6-6"];
export const CROSS = ["M6.5 6.5l11 11M17.5 6.5l-11 11"];
export const MORE = ["M12 5.5v.01M12 12v.01M12 18.5v.01"];
export const SEND = ["M12 19V5.5M6 11.2l6-6 6 6"];
export const PEOPLE = ["M9 11.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4z", "M3.5 19c.3-3 2.5-4.8 5.5-4.8s5.2 1.8 5.5 4.8", "M15.5 5.2a3.2 3.2 0 0 1 0 5.8M17.5 14.7c1.8.7 2.9 2.2 3.1 4.3"];
export const CLOCK = ["M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16z", "M12 7.8V12l2.8 1.8"];
export const SHIELD = ["M12 3.5l7 2.5v5.2c0 4.3-2.8 7.6-7 9.3-4.2-1.7-7-5-7-9.3V6z", "M9 11.8l2.2 2.2 4-4.2"];
export const TICK = ["M5 12.8l4.3 4.2L19 7.5"];
export const TICKS = ["M2.5 12.8l4 4.2 9-9.5", "M11.5 16.2l.9.8 9.1-9.5"];
export const WAIT = CLOCK;
export const ALERT = ["M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16z", "M12 8v4.7M12 15.9v.01"];
export const SOUND = ["M5 9.8v4.4h2.8L12 17.8V6.2L7.8 9.8z", "M15.2 9.3a4 4 0 0 1 0 5.4M17.6 7a7.2 7.2 0 0 1 0 10"];
export const SAVE = ["M12 4.5v10M7.8 10.7l4.2 4.2 4.2-4.2M5 19.2h14"];
export const GLOBE = ["M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16z", "M4.3 12h15.4M12 4.2c2.3 2.2 3.4 4.8 3.4 7.8s-1.1 5.6-3.4 7.8c-2.3-2.2-3.4-4.8-3.4-7.8s1.1-5.6 3.4-7.8z"];
export const LEAVE = ["M14 4.5H7.5a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2H14M11 12h9M16.8 8.5L20.3 12l-3.5 3.5"];
