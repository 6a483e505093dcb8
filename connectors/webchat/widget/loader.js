const FOLDER = "";
