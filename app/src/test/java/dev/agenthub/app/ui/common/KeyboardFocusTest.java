package dev.agenthub.app.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.testing.Window;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The focus ring is shown while keys are used; with the mouse, around text fields only. */
final class KeyboardFocusTest {
    private Window window;
    private Button deny;
    private Button approve;
    private TextField reason;

    @BeforeEach
    void open() throws TimeoutException {
        window = new Window();
        deny = window.onWindow(() -> named(new Button("Deny"), "deny"));
        approve = window.onWindow(() -> named(new Button("Approve"), "approve"));
        reason = window.onWindow(() -> named(new TextField(), "reason"));
        window.show(window.onWindow(() -> new VBox(40, deny, approve, reason)));
        window.frame();
    }

    private static <R extends Region> R named(R control, String id) {
        control.setId(id);
        return control;
    }

    @AfterEach
    void close() {
        window.close();
    }

    private List<String> ringed() {
        window.frame();
        return window.onWindow(() -> List.of(deny, approve, reason).stream()
                .filter(control -> control.getBorder() != null)
                .map(Region::getId).toList());
    }

    @Test
    void hasARingFromTheBeginningAndWhereverKeysGo() {
        assertThat(ringed()).containsExactly("deny");
        window.press(KeyCode.TAB);
        assertThat(ringed()).containsExactly("approve");
    }

    @Test
    void hasNoneWhereThePointerPutItUntilAKeyIsPressed() {
        window.click("approve");
        assertThat(window.onWindow(approve::isFocused)).isTrue();
        assertThat(ringed()).isEmpty();
        window.press(KeyCode.SHIFT);
        assertThat(ringed()).as("a key that only changes others").isEmpty();
        window.press(KeyCode.F2);
        assertThat(ringed()).containsExactly("approve");
        window.click("deny");
        window.press(KeyCode.TAB);
        assertThat(ringed()).containsExactly("approve");
    }

    @Test
    void hasARingWhereAShortcutPutItAfterAClick() {
        window.click("approve");
        window.press(KeyCode.F2);
        window.onWindow(() -> {
            deny.requestFocus();
            return true;
        });
        assertThat(ringed()).containsExactly("deny");
    }

    @Test
    void showsInWhichFieldWordsWouldGoAfterAClickToo() {
        window.click("reason");
        assertThat(ringed()).containsExactly("reason");
        window.click("deny");
        assertThat(ringed()).isEmpty();
    }
}
