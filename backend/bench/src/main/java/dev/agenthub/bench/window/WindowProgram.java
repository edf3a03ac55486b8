package dev.agenthub.bench.window;

import dev.agenthub.api.RequestSummary;
import dev.agenthub.api.Risk;
import dev.agenthub.bench.window.Frames.Painted;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.application.Platform;
import javafx.collections.FXCollections;
import javafx.collections.transformation.FilteredList;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;

/** Measures one member's window in turns with plain JavaFX, and prints each time in nanoseconds in a line after what it is of. */
public final class WindowProgram {

    /** What is printed of a ListView in which nothing but strings stands. */
    static final String PLAIN = "plain ";
    static final String OPEN = "open";
    static final String WORD = "word";
    static final String RISK = "risk";
    static final String AGENT = "agent";
    static final String SCROLL = "scroll";
    static final String REQUEST = "request";
    /** What the window's thread was busy without a frame. */
    static final String STILL = "still ";

    private static final int STRINGS = 100_000;
    private static final int TURNS = 7;
    private static final int LARGE_TURNS = 5;
    private static final int PAGES = 100;
    private static final int ROWS_OF_TEXT = 40;

    private final BackendProxy relay;
    private final String word;
    private final UUID request;
    private final Map<LargePayload, UUID> large = new LinkedHashMap<>();
    private final Desktop desktop;

    private WindowProgram(BackendProxy relay, Desktop desktop, List<String> args) {
        this.relay = relay;
        this.desktop = desktop;
        this.word = args.get(0);
        this.request = UUID.fromString(args.get(1));
        for (String one : args.subList(2, args.size())) {
            int end = one.indexOf('=');
            large.put(LargePayload.valueOf(one.substring(0, end)), UUID.fromString(one.substring(end + 1)));
        }
    }

    /**
     * Runs in a process of its own.
     *
     * @param args the backend, an invitation, a word that few requests have, an ordinary request,
     *        and large ones, each after the name of its {@link LargePayload} and an equals sign
     */
    public static void main(String[] args) throws Exception {
        int code = 1;
        try {
            BackendProxy relay = new BackendProxy(URI.create(args[0]));
            new WindowProgram(relay, open(relay.uri(), args[1]), List.of(args).subList(2, args.length)).measure();
            code = 0;
        } finally {
            // Whatever thread of JavaFX is left.
            Runtime.getRuntime().halt(code);
        }
    }

    /** A window that is still empty. */
    static Desktop open(URI backend, String invitation) throws InterruptedException {
        Desktop[] opened = new Desktop[1];
        CountDownLatch shown = new CountDownLatch(1);
        var session = Desktop.signIn(backend, invitation);
        Platform.startup(() -> {
            opened[0] = new Desktop(session);
            shown.countDown();
        });
        shown.await();
        return Objects.requireNonNull(opened[0]);
    }

    private static void print(String what, long nanos) {
        System.out.println(what + "\t" + nanos);
    }

    private void measure() throws IOException, InterruptedException {
        for (int turn = 0; turn < TURNS; turn++) {
            plain();
            print(OPEN, openInbox().took());
            filter();
        }
        for (int turn = 0; turn < TURNS; turn++) {
            plainText();
            print(REQUEST, painted(() -> desktop.showRequest(request),
                    () -> Looker.showsBytes(desktop.scene(), "customer")).took());
            for (LargePayload payload : large.keySet()) {
                if (turn < LARGE_TURNS) {
                    Painted seen = show(payload);
                    print(payload.mark(), seen.painted() - relay.largeEnded());
                    print(STILL + payload.mark(), seen.stillFor());
                }
            }
        }
    }

    private Painted painted(Runnable deed, BooleanSupplier shown) throws IOException, InterruptedException {
        return Frames.until(desktop.scene(), deed, shown);
    }

    private Painted openInbox() throws IOException, InterruptedException {
        Frames.onWindow(desktop::close);
        return painted(desktop::showInbox, () -> Looker.showsRows(desktop.scene()));
    }

    private Painted show(LargePayload payload) throws IOException, InterruptedException {
        UUID id = Objects.requireNonNull(large.get(payload));
        return painted(() -> desktop.showRequest(id), () -> Looker.showsBytes(desktop.scene(), payload.mark()));
    }

    private <T> T part(Class<T> type, String id) {
        return type.cast(Objects.requireNonNull(desktop.scene().lookup("#" + id), id));
    }

    @SuppressWarnings("unchecked")
    private ListView<RequestSummary> list() {
        return part(ListView.class, "inbox-list");
    }

    private boolean shows(Predicate<RequestSummary> like) {
        return Looker.shows(list(), like);
    }

    /** Each condition alone; the last one is followed by what there is to scroll. */
    private void filter() throws IOException, InterruptedException {
        TextField search = part(TextField.class, "inbox-filter");
        print(WORD, painted(() -> search.setText(word), () -> count() == STRINGS / 10_000).took());
        painted(() -> search.setText(""), () -> count() > STRINGS / 10_000);
        ComboBox<?> risk = part(ComboBox.class, "inbox-risk");
        int low = risk.getItems().size() - 1;
        print(RISK, painted(() -> risk.getSelectionModel().select(low), () -> shows(row -> row.risk() == Risk.LOW))
                .took());
        painted(() -> risk.getSelectionModel().select(0), () -> shows(_ -> true) && isMixed());
        ComboBox<?> asker = part(ComboBox.class, "inbox-asker");
        // After nobody and after all agents.
        print(AGENT, painted(() -> asker.getSelectionModel().select(2),
                () -> shows(_ -> true) && agents() == 1 && count() >= 100).took());
        scroll(list(), SCROLL);
        painted(() -> asker.getSelectionModel().select(0), () -> shows(_ -> true) && agents() > 1);
    }

    private int count() {
        return shows(_ -> true) ? list().getItems().size() : 0;
    }

    private boolean isMixed() {
        return list().getItems().stream().anyMatch(row -> row.risk() != Risk.LOW);
    }

    private long agents() {
        return list().getItems().stream().map(RequestSummary::agent).distinct().count();
    }

    private static void scroll(ListView<?> list, String what) throws IOException, InterruptedException {
        Frames.onWindow(list::requestFocus);
        Arrays.stream(Frames.between(PAGES, () -> list.fireEvent(
                new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.PAGE_DOWN, false, false, false, false))))
                .forEach(frame -> print(what, frame));
    }

    private void plain() throws IOException, InterruptedException {
        FilteredList<String> strings = new FilteredList<>(FXCollections.observableArrayList(
                IntStream.range(0, STRINGS).mapToObj(i -> "Row " + i + (i % 10_000 == 0 ? word : "")).toList()));
        ListView<String> list = new ListView<>(strings);
        print(PLAIN + OPEN, painted(() -> desktop.scene().setRoot(new VBox(list)), () -> Looker.shows(list, _ -> true))
                .took());
        scroll(list, PLAIN + SCROLL);
        Frames.onWindow(() -> list.scrollTo(0));
        print(PLAIN + WORD, painted(() -> strings.setPredicate(one -> one.contains(word)),
                () -> Looker.shows(list, one -> one.contains(word))).took());
    }

    /** A screen of it. */
    private void plainText() throws IOException, InterruptedException {
        String text = IntStream.range(0, ROWS_OF_TEXT).mapToObj(i -> "0123456789 ".repeat(9))
                .collect(Collectors.joining("\n"));
        var before = desktop.scene().getRoot();
        TextArea area = new TextArea();
        painted(() -> desktop.scene().setRoot(new VBox(area)), () -> area.getSkin() != null);
        print(PLAIN + REQUEST, painted(() -> area.setText(text), () -> area.getText().equals(text)).took());
        painted(() -> desktop.scene().setRoot(before), () -> true);
    }
}
