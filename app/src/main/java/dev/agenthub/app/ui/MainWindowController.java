package dev.agenthub.app.ui;

import dev.agenthub.api.Me;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.app.ui.common.Shortcut;
import dev.agenthub.app.ui.common.ShortcutList;
import dev.agenthub.app.ui.common.Shortcuts;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.common.TextSize;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyCombination.ModifierValue;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** Controls the main window: the rail of screens on the left, the selected screen beside it. */
public final class MainWindowController {
    private static final Messages MESSAGES = Messages.of(MainWindowController.class);

    private static final PseudoClass NARROW = PseudoClass.getPseudoClass("narrow");
    private static final KeyCombination NEXT = new KeyCodeCombination(KeyCode.U, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination LOCK = new KeyCodeCombination(KeyCode.L, KeyCombination.SHORTCUT_DOWN);

    private final TextSize textSize;
    private final Ways ways;
    private final ShortcutList keys = new ShortcutList();
    private final ToggleGroup chosen = new ToggleGroup();
    private List<Screen> screens = List.of();
    private @Nullable Screen current;

    @FXML
    private HBox root;
    @FXML
    private VBox places;
    @FXML
    private VBox person;
    @FXML
    private Label name;
    @FXML
    private Label organization;
    @FXML
    private Button lock;
    @FXML
    private Button switching;
    @FXML
    private Button signOut;
    @FXML
    private Button smaller;
    @FXML
    private Button larger;
    @FXML
    private Button showKeys;
    @FXML
    private StackPane notice;
    @FXML
    private StackPane place;

    /**
     * The window's actions on sessions; each has no effect while nobody is signed in.
     *
     * @param lock locks the desktop
     * @param signOut ends the current member's session
     * @param choose shows the sign-in screen without ending a session
     * @param next shows the next signed-in member's screens
     */
    public record Ways(Runnable lock, Runnable signOut, Runnable choose, Runnable next) {}

    public MainWindowController(TextSize textSize, Ways ways) {
        this.textSize = textSize;
        this.ways = ways;
    }

    @FXML
    void initialize() {
        signOut.setOnAction(_ -> ways.signOut().run());
        switching.setOnAction(_ -> ways.choose().run());
        switching.setTooltip(new Tooltip(MESSAGES.text("window.switch.describe", NEXT.getDisplayText())));
        lock.setOnAction(_ -> ways.lock().run());
        lock.setTooltip(new Tooltip(MESSAGES.text("window.lock.describe", LOCK.getDisplayText())));
        offerTextSizes();
        new Shortcuts(root, () -> groups(current == null ? List.of() : List.of(current)));
        showKeys.setOnAction(_ -> listKeys());
        showKeys.setTooltip(new Tooltip(MESSAGES.text("window.keys.describe")));
        root.widthProperty().subscribe(this::foldRail);
        textSize.percent().subscribe(this::foldRail);
        // Clips the screen, so that content without space is not drawn over other parts.
        Rectangle room = new Rectangle();
        room.widthProperty().bind(place.widthProperty());
        room.heightProperty().bind(place.heightProperty());
        place.setClip(room);
        chosen.selectedToggleProperty().subscribe((before, now) -> {
            if (now == null && before != null && before.getToggleGroup() != null) {
                chosen.selectToggle(before);
            } else if (now != null && now.getUserData() instanceof Screen screen) {
                bringToFront(screen);
            }
        });
    }

    /** The shortcuts of the window and of these screens. */
    private List<Shortcuts.Group> groups(List<Screen> of) {
        BooleanSupplier always = () -> true;
        String ctrl = LOCK.getDisplayText().replace("L", "");
        Stream<Shortcuts.Group> window = Stream.of(new Shortcuts.Group(MESSAGES.text("window.keys.everywhere"),
                List.of(Shortcut.typed('?', MESSAGES.text("window.keys"), always, this::listKeys),
                        Shortcut.pressed(LOCK.getDisplayText(), List.of(LOCK), MESSAGES.text("window.lock"), always,
                                ways.lock()),
                        Shortcut.pressed(NEXT.getDisplayText(), List.of(NEXT), MESSAGES.text("window.switch.next"),
                                always, ways.next()),
                        // Depending on the keyboard, a plus is typed with Shift, without it, or on the number pad.
                        text(ctrl + "+", "window.text.larger.name", textSize::larger, KeyCode.PLUS, KeyCode.EQUALS,
                                KeyCode.ADD),
                        text(ctrl + "−", "window.text.smaller.name", textSize::smaller, KeyCode.MINUS,
                                KeyCode.SUBTRACT),
                        text(ctrl + "0", "window.text.default.name", () -> textSize.set(TextSize.DEFAULT),
                                KeyCode.DIGIT0, KeyCode.NUMPAD0))));
        return Stream.concat(of.stream().filter(screen -> !screen.shortcuts().isEmpty())
                .map(screen -> new Shortcuts.Group(screen.title(), screen.shortcuts())), window).toList();
    }

    private static Shortcut text(String keys, String words, Runnable action, KeyCode... codes) {
        return Shortcut.pressed(keys, Stream.of(codes).map(MainWindowController::text).toList(),
                MESSAGES.text(words), () -> true, action);
    }

    private void listKeys() {
        keys.show(root.getScene(), groups(screens));
    }

    private static KeyCombination text(KeyCode key) {
        return new KeyCodeCombination(key, ModifierValue.ANY, ModifierValue.UP, ModifierValue.UP, ModifierValue.UP,
                ModifierValue.DOWN);
    }

    private void offerTextSizes() {
        smaller.setOnAction(_ -> textSize.smaller());
        larger.setOnAction(_ -> textSize.larger());
        textSize.percent().subscribe(percent -> {
            smaller.setDisable(textSize.isSmallest());
            larger.setDisable(textSize.isLargest());
            smaller.setTooltip(new Tooltip(MESSAGES.text("window.text.smaller", percent)));
            larger.setTooltip(new Tooltip(MESSAGES.text("window.text.larger", percent)));
        });
    }

    /** Reduces the rail to its icons in a narrow window. */
    private void foldRail() {
        boolean narrow = textSize.isNarrow(root.getWidth());
        root.pseudoClassStateChanged(NARROW, narrow);
        Stream.of(lock, switching, signOut).forEach(
                button -> button.setContentDisplay(narrow ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT));
        Stream.of(name, organization).forEach(label -> Shown.set(label, !narrow));
    }

    /**
     * Closes the previous screens, adds {@code next} to the rail, and shows the first one. {@code me} is null while nobody is signed in.
     */
    public void offer(List<Screen> next, @Nullable Me me) {
        offer(next, me, null);
    }

    /** As above. {@code above} is shown above every screen; null for nothing. */
    public void offer(List<Screen> next, @Nullable Me me, @Nullable Parent above) {
        closeScreens();
        if (above != null) {
            notice.getChildren().setAll(above);
        }
        screens = List.copyOf(next);
        Shown.set(person, me != null);
        if (me != null) {
            name.setText(HiddenCharacters.marked(me.name()));
            name.setAccessibleText(MESSAGES.text("window.member", HiddenCharacters.marked(me.name())));
            organization.setText(HiddenCharacters.marked(me.organization()));
        }
        places.getChildren().setAll(screens.stream().map(this::button).toList());
        chosen.selectToggle((ToggleButton) places.getChildren().getFirst());
    }

    /** Shows the screen with this id; without effect where it is not in the rail. */
    public void goTo(String id) {
        chosen.getToggles().stream().filter(button -> button.getUserData() instanceof Screen screen
                && screen.id().equals(id)).findFirst().ifPresent(chosen::selectToggle);
    }

    /** Shows a request on the screen for requests. */
    public void showRequest(UUID request) {
        screens.stream().filter(screen -> screen.showRequest(request)).findFirst()
                .ifPresent(screen -> goTo(screen.id()));
    }

    /** Shows a connection on the screen for connections; null for all. */
    public void showConnection(@Nullable UUID connector) {
        screens.stream().filter(screen -> screen.showConnection(connector)).findFirst()
                .ifPresent(screen -> goTo(screen.id()));
    }

    /** Closes every screen and empties the rail. */
    public void closeScreens() {
        chosen.getToggles().clear();
        if (current != null) {
            current.hidden();
            current = null;
        }
        screens.forEach(Screen::close);
        screens = List.of();
        place.getChildren().clear();
        notice.getChildren().clear();
    }

    private ToggleButton button(Screen screen) {
        Label words = new Label(screen.title());
        words.setGraphic(new FontIcon(screen.icon()));
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Label badge = new Label();
        badge.getStyleClass().add("count");
        Shown.text(badge, screen.badge());
        HBox line = new HBox(words, gap, badge);
        ToggleButton button = new ToggleButton();
        button.setGraphic(line);
        button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        button.setId("rail-" + screen.id());
        button.setMaxWidth(Double.MAX_VALUE);
        button.setUserData(screen);
        button.setToggleGroup(chosen);
        button.accessibleTextProperty().bind(screen.badge().map(count -> (screen.title() + " " + count).strip()));
        button.getStyleClass().add("rail-button");
        button.setTooltip(new Tooltip(screen.title()));
        line.prefWidthProperty().bind(button.widthProperty().subtract(28));
        return button;
    }

    private void bringToFront(Screen screen) {
        if (current != null) {
            current.hidden();
        }
        current = screen;
        place.getChildren().setAll(screen.root());
        screen.shown();
    }
}
