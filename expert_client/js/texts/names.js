// @ts-check
/** Names of what is hidden, of channels, and of what a message holds. */

import { table } from "../table.js";

export const NUMBERS = [
  "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

/** What is shown in brackets, and what is read out. @type {Record<string, [string, string] | undefined>} */
export const ENTITIES = table({
  PERSON: ["name", "name"],
  PHONE_NUMBER: ["phone", "phone number"],
  EMAIL_ADDRESS: ["email", "e-mail address"],
  ADDRESS: ["address", "address"],
  CREDIT_CARD: ["card", "card number"],
  IBAN_CODE: ["IBAN", "bank account"],
  IP_ADDRESS: ["IP address", "IP address"],
  URL: ["link", "link"],
  LOCATION_COORDINATES: ["place", "place on the map"],
  DATE_OF_BIRTH: ["birth date", "date of birth"],
  ORDER_NUMBER: ["order", "order number"],
});

export const CHANNELS = table({
  whatsapp: "WhatsApp", messenger: "Messenger", instagram: "Instagram", twilio: "SMS", telegram: "Telegram",
  webchat: "Web chat", api: "App",
});

export const MEDIA = table({
  image: "Photo", video: "Video", audio: "Audio", voice: "Voice message", document: "Document", sticker: "Sticker",
});

export const FIELDS = table({
  caption: "Caption", name: "Name", address: "Address", coordinates: "Place", phone: "Phone", email: "E-mail",
  url: "Link", organisation: "Organisation", birthday: "Birthday", title: "Choice", description: "Description",
  summary: "Summary", answers: "Answers", text: "Text",
});
