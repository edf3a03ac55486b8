package dev.agenthub.bench.window;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.text.Text;

/** Says what stands in a window. Used on its thread. */
final class Looker {

    private static final String BYTES = "#request-payload";

    private Looker() {}

    /** Whether the list has items, all of them like this, and its rows are drawn of them. */
    static <T> boolean shows(ListView<T> list, Predicate<T> like) {
        List<ListCell<?>> cells = new ArrayList<>();
        for (Node node : list.lookupAll(".list-cell")) {
            if (node instanceof ListCell<?> cell && cell.isVisible() && !cell.isEmpty()) {
                cells.add(cell);
            }
        }
        List<T> items = list.getItems();
        return items.stream().allMatch(like) && !cells.isEmpty() && cells.stream().allMatch(
                cell -> cell.getIndex() < items.size() && items.get(cell.getIndex()).equals(cell.getItem()));
    }

    /** Whether the inbox stands there with rows. */
    static boolean showsRows(Scene scene) {
        return scene.lookup("#inbox-list") instanceof ListView<?> list && shows(list, _ -> true);
    }

    /** Whether the exact bytes are on show, and have this in one of their first rows. */
    static boolean showsBytes(Scene scene, String mark) {
        Node bytes = scene.lookup(BYTES);
        return bytes != null && isShown(bytes) && bytes.lookupAll(".exact-row").stream()
                .anyMatch(row -> isShown(row) && row.lookupAll(".exact-plain").stream()
                        .anyMatch(text -> text instanceof Text drawn && drawn.getText().contains(mark)));
    }

    private static boolean isShown(Node node) {
        for (Node up = node; up != null; up = up.getParent()) {
            if (!up.isVisible()) {
                return false;
            }
        }
        return true;
    }
}
