// @ts-check
/** The one place that reaches into `vendor/`. */
export { io } from "./vendor/socket.io-4.8.4.esm.min.js";
