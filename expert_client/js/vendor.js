// @ts-check
/** The only module that imports vendored code. */

export { io } from "../vendor/socket.io-4.8.4.esm.min.js";
