/** The editor of workflows, a chunk of its own: nobody else loads CodeMirror. */
export { EditPage } from "./edit_page.tsx";
export { NewEditPage } from "./new_page.tsx";
