import { render } from "preact";
import { App } from "./model/app";
import { Page } from "./ui/Page";
import { startTheme } from "./ui/theme";
import "./style/base.css";
import "./style/page.css";
import "./style/text.css";
import "./style/panel.css";

startTheme();
const app = new App();
render(<Page app={app} />, document.getElementById("page")!);
void app.start();
