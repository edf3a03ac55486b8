package dev.agenthub.app.ui.approvals.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.testing.ImmediateTasks;
import dev.agenthub.app.testing.MethodCalls;
import dev.agenthub.app.testing.Window;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javafx.scene.layout.Pane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a window does of ten million characters before the first frame with them: counted, not timed. */
final class LargeTextTest {
    private static final String TEXT = new Random(1).ints(10_000_000, 'a', 'z' + 1)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    private static final int MOST_NODES = 100;

    private final ImmediateTasks tasks = new ImmediateTasks();
    private final Pane holder = new Pane();
    private Window window;
    private ExactTextView view;

    @BeforeEach
    void open() throws Exception {
        window = new Window();
        view = window.onWindow(ExactTextView::new);
        window.onWindow(() -> {
            view.setPrefSize(700, 400);
            view.layOutBy(tasks);
            return holder.getChildren().add(view);
        });
        window.show(holder);
        tasks.hold();
        window.onWindow(() -> {
            view.show(TEXT);
            return true;
        });
        window.look();
    }

    @AfterEach
    void close() {
        window.close();
    }

    private int rows() {
        return window.onWindow(() -> view.list().getItems().size());
    }

    private void release() {
        window.onWindow(() -> {
            tasks.release();
            return true;
        });
        window.frame();
    }

    private int whole() {
        int columns = window.onWindow(() -> view.lookupAll(".exact-row").stream().map(ExactRow.class::cast)
                .mapToInt(ExactRow::columns).max().orElseThrow());
        return new ExactText(TEXT, columns).rows();
    }

    @Test
    void laysOutOnlyItsFirstRowsOnTheWindowsThread() {
        assertThat(rows()).isEqualTo(ExactTextView.FIRST_ROWS);
        assertThat(window.onWindow(() -> view.lookupAll(".exact-row").size())).isBetween(5, MOST_NODES);
        window.await("the first rows to have been on screen",
                () -> window.onWindow(() -> view.unread().get() < TEXT.length()));
        release();
        assertThat(rows()).isEqualTo(whole());
    }

    @Test
    void staysWhereItsReaderIsWhenTheOtherRowsAreThere() {
        window.onWindow(() -> {
            view.list().scrollTo(200);
            return true;
        });
        window.frame();
        int seen = firstRow();
        assertThat(seen).isEqualTo(201);
        release();
        assertThat(rows()).isEqualTo(whole());
        assertThat(firstRow()).isEqualTo(seen);
    }

    @Test
    void jumpsToWhatIsNotLaidOutYetOnceItIs() {
        window.onWindow(() -> {
            view.jumpTo(new Span(9_000_000, 9_000_001));
            return true;
        });
        release();
        window.await("the row that was jumped to", () -> window.onWindow(() -> view.lookup(".exact-chosen") != null));
        assertThat(firstRow()).isGreaterThan(ExactTextView.FIRST_ROWS);
    }

    @Test
    void keepsTheOldRowsUntilThoseOfAnotherWidthAreThere() {
        release();
        int before = rows();
        tasks.hold();
        window.onWindow(() -> {
            view.setPrefSize(500, 400);
            return true;
        });
        window.frame();
        assertThat(rows()).isEqualTo(before);
        release();
        assertThat(rows()).isEqualTo(whole()).isGreaterThan(before);
    }

    private long calls(String method, Runnable action) {
        return MethodCalls.during(List.of(method), () -> {
            window.onWindow(() -> {
                action.run();
                return true;
            });
            window.look();
        }).size();
    }

    @Test
    void triesOutTheWideCharactersOfAScreenInOnePicture() {
        String wide = new Random(2).ints(3_000_000, 0x4E00, 0x4E00 + 20_000)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        assertThat(calls("javafx.scene.Node::snapshot", () -> view.show(wide))).isBetween(1L, 3L);
        assertThat(
                window.onWindow(() -> view.lookupAll(".exact-row").stream().filter(row -> row.getParent().isVisible())
                        .mapToInt(row -> row.lookupAll(".exact-wide").size()).sum()))
                .isGreaterThan(300);
    }

    @Test
    void namesTheCharactersOfAMarkOnlyWhenAskedTo() {
        assertThat(
                calls("dev.agenthub.app.ui.approvals.reading.ExactRow::names", () -> view.show("\n".repeat(5_000_000))))
                .isZero();
        assertThat(window.onWindow(() -> view.lookup(".exact-mark-ground"))).isNotNull();
    }

    @Test
    void drawsNoRowAgainThatStaysAsItIs() {
        assertThat(calls("dev.agenthub.app.ui.approvals.reading.ExactRow::draw", () -> view.warn(FoundWarnings.NONE)))
                .isZero();
        assertThat(
                calls("dev.agenthub.app.ui.approvals.reading.ExactRow::draw", () -> view.mark(List.of(new Span(0, 3)))))
                .isOne();
    }

    /** From each of its characters the rest repeats, which no mark says: walked each time it would take hours. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void walksARepetitionOnce() {
        String hidden = "\u200B\u200C\u200D\u2060".repeat(250_000);
        ExactText text = new ExactText(hidden, 100);
        // All but the last of them, of which there are few enough for a mark that counts them.
        assertThat(text.rows()).isBetween((hidden.length() - 4 * 1000) / 12, hidden.length() / 12);
        assertThat(text.drawn(0, 1)).isEqualTo("‹U+200B›");
    }

    private int firstRow() {
        return window.onWindow(() -> view.lookupAll(".exact-row").stream()
                .filter(row -> row.getParent().isVisible() && OnScreen.isWhole(row)).map(ExactRow.class::cast)
                .mapToInt(ExactRow::number).min().orElseThrow());
    }
}
