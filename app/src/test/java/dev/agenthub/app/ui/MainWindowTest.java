package dev.agenthub.app.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.testing.Window;
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.app.ui.common.View;
import dev.agenthub.app.ui.common.Views;
import java.util.List;
import javafx.scene.Parent;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.testfx.api.FxRobot;

final class MainWindowTest {
    private final FxRobot robot = new FxRobot();
    private Window window;

    /** A place with words and a menu. */
    private static final class Words implements Screen {
        private final Label label = new Label("Words");
        private final ComboBox<String> menu = new ComboBox<>();
        private final VBox root = new VBox(label, menu);

        Words() {
            label.setId("words");
            menu.setId("menu");
            menu.getItems().setAll("One of the menu");
        }

        @Override
        public String id() {
            return "words";
        }

        @Override
        public String title() {
            return "Words";
        }

        @Override
        public Ikon icon() {
            return Feather.INBOX;
        }

        @Override
        public Parent root() {
            return root;
        }
    }

    @BeforeEach
    void open() throws Exception {
        window = new Window();
        View<MainWindowController> main = window
                .onWindow(() -> Views.load(new MainWindowController(window.textSize(), Window.NO_WAYS)));
        window.show(main.root());
        window.onWindow(() -> {
            main.controller().offer(List.of(new Words()), null);
            return true;
        });
    }

    @AfterEach
    void close() {
        window.close();
    }

    /** Of the words on screen, in percent of what is usual. */
    private long size() {
        window.frame();
        return Math.round(window.onWindow(() -> ((Label) window.node("words")).getFont().getSize()) / 14 * 100);
    }

    @Test
    void wordsGrowAndShrinkByKeyAndByButton() {
        assertThat(size()).isEqualTo(100);
        window.press(KeyCode.CONTROL, KeyCode.PLUS);
        window.press(KeyCode.CONTROL, KeyCode.EQUALS);
        assertThat(size()).isEqualTo(125);
        window.click("rail-text-larger");
        assertThat(size()).isEqualTo(150);
        window.press(KeyCode.CONTROL, KeyCode.MINUS);
        window.click("rail-text-smaller");
        assertThat(size()).isEqualTo(110);
        window.press(KeyCode.CONTROL, KeyCode.DIGIT0);
        assertThat(size()).isEqualTo(100);
    }

    @Test
    void endsAtTwiceAndAtFourFifthsOfWhatIsUsual() {
        for (int i = 0; i < 12; i++) {
            window.press(KeyCode.CONTROL, KeyCode.PLUS);
        }
        assertThat(size()).isEqualTo(200);
        assertThat(window.node("rail-text-larger").isDisabled()).isTrue();
        for (int i = 0; i < 12; i++) {
            window.press(KeyCode.CONTROL, KeyCode.MINUS);
        }
        assertThat(size()).isEqualTo(80);
        assertThat(window.node("rail-text-smaller").isDisabled()).isTrue();
    }

    @Test
    void menusFollow() {
        window.onWindow(() -> {
            window.textSize().set(150);
            return true;
        });
        window.click("menu");
        window.await("the menu in larger words", () -> window.onWindow(() -> robot.lookup((Text text) -> text.getText()
                .equals("One of the menu") && text.getFont().getSize() == 21).tryQuery().isPresent()));
    }

    @Test
    void theRailFoldsToItsIconsWhereThereIsLittleRoom() {
        window.resize(1280, 800);
        double wide = window.onWindow(() -> window.node("rail-words").getLayoutBounds().getWidth());
        window.resize(1000, 700);
        assertThat(window.onWindow(() -> window.node("rail-words").getLayoutBounds().getWidth())).isLessThan(wide / 2);
        assertThat(window.onWindow(() -> window.node("rail-words").getAccessibleText())).isEqualTo("Words");
        window.picture("05-rail-narrow");
        window.resize(1280, 800);
        assertThat(window.onWindow(() -> window.node("rail-words").getLayoutBounds().getWidth())).isEqualTo(wide);
        window.onWindow(() -> {
            window.textSize().set(200);
            return true;
        });
        window.frame();
        assertThat(window.onWindow(() -> window.node("rail-words").getLayoutBounds().getWidth()))
                .as("twice as large words in the same window").isLessThan(wide);
    }
}
