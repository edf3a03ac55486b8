package dev.agenthub.app.ui.approvals.attachments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.platform.FileDialogs;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.ui.approvals.InboxTest;
import dev.agenthub.app.ui.approvals.reading.OnScreen;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.TaskRunner;
import dev.agenthub.app.ui.common.TextSize;
import dev.agenthub.evidence.canonical.JsonObject;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Labeled;
import javafx.scene.text.Text;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

/** A person reads the files that go out with a request before they approve it. */
final class AttachmentsWindowTest extends InboxTest {
    private final FxRobot robot = new FxRobot();
    private final List<String> suggested = new CopyOnWriteArrayList<>();
    private final TestRequest request = new TestRequest();

    @Override
    protected AppServices services(TaskRunner tasks) {
        FileDialogs dialogs = new FileDialogs() {
            @Override
            public Optional<Path> open(String title, String description, String extension) {
                return Optional.empty();
            }

            @Override
            public Optional<Path> save(String title, String suggestedName, String description, String extension) {
                suggested.add(suggestedName);
                return Optional.of(folder.resolve(suggestedName));
            }
        };
        return new AppServices(tasks, dialogs, page -> {}, folder, InstantSource.system(), ZoneOffset.UTC,
                new TextSize());
    }

    private static byte[] report() {
        return ("order;customer;amount\n" + IntStream.range(0, 40)
                .mapToObj(
                        i -> "NW-20" + (300 + i) + ";cus_" + i * 7919 + ";" + i * 3 + ".00" + (i == 3 ? "\u202E" : ""))
                .collect(Collectors.joining("\n"))).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] photo(int width, int height) throws IOException {
        BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D brush = drawn.createGraphics();
        brush.setPaint(new GradientPaint(0, 0, Color.ORANGE, width, height, Color.BLUE));
        brush.fillRect(0, 0, width, height);
        brush.dispose();
        var out = new ByteArrayOutputStream();
        ImageIO.write(drawn, "png", out);
        return out.toByteArray();
    }

    private static byte[] archive() {
        byte[] bytes = new byte[5000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + 0x80);
        }
        return bytes;
    }

    private void choose() {
        request.with(TestBackend.ORG, JsonObject.builder().put("amount", "480.00").put("customer", "cus_9fK2mQ7xTb41Ld")
                .put("order", "NW-20377").build(), "https://api.example.com/refunds");
        backend.requests.add(request);
        inbox.showRequest(request.id);
        window.awaitShown("request-title");
    }

    private boolean armed() {
        return !window.node("request-approve").isDisabled();
    }

    /** What is drawn of every label is all of it. */
    private void assertNothingIsCut() {
        window.onWindow(() -> {
            for (Labeled label : robot.lookup("#request-open, .label, .button, .check-box").queryAllAs(Labeled.class)) {
                boolean shown = label.getScene() != null && label.isVisible() && label.getText() != null
                        && !label.getText().isEmpty() && OnScreen.isWhole(label);
                if (shown && label.lookup(".text") instanceof Text drawn) {
                    assertThat(drawn.getText()).isEqualTo(label.getText());
                }
            }
            return true;
        });
    }

    private void pictures(String name) {
        window.resize(1280, 800);
        assertNothingIsCut();
        window.picture(name + "-1280x800");
        window.resize(1000, 700);
        assertNothingIsCut();
        window.picture(name + "-1000x700");
        window.resize(1280, 800);
    }

    private void readFile() {
        window.awaitShown("file-text");
        window.pointAt("file-text");
        window.await("all of the file to have been on screen", () -> {
            if (window.text("file-size").contains("all shown")) {
                return true;
            }
            window.wheel();
            window.look();
            return false;
        });
    }

    /** Turns the wheel over the list of files until the control can be seen. */
    private void scrollTo(String id) {
        window.pointAt("file-rows");
        window.await(id + " to be on screen", () -> {
            if (window.onWindow(() -> OnScreen.isWhole(window.node(id)))) {
                return true;
            }
            window.wheel();
            window.look();
            return false;
        });
    }

    @Test
    void unlocksApproveOnceThePayloadAndEveryFileWereOnScreen() throws Exception {
        request.withFile("refunds-november.csv", "text/csv", report())
                .withFile("torn-zip.png", "image/png", photo(900, 600))
                .withFile("batch.zip", "application/zip", archive());
        choose();
        window.awaitText("file-2-state", "same here");
        window.readPayload();
        window.awaitText("request-armed", "unlocks when all of it, its files too");
        window.awaitText("request-rest", "3 files have not been on screen whole: show each.");
        pictures("50-files");

        window.click("file-0-show");
        window.awaitText("file-note", "exact text");
        assertThat(window.shows("request-payload")).isFalse();
        window.awaitText("file-name", "refunds-november.csv");
        assertThat(robot.lookup("#file-warnings .linked-text").queryAllAs(Text.class)).extracting(Text::getText)
                .containsExactly("Hidden characters ‹U+202E› in ");
        Hyperlink place = robot.lookup("#file-warnings .linked-place").queryAs(Hyperlink.class);
        assertThat(place.getText()).isEqualTo("line 5");
        // The first lines are read before the link leads past them.
        window.look();
        window.onWindow(() -> {
            place.fire();
            return true;
        });
        window.await("the characters to be marked", () -> window.onWindow(() -> window.node("file-text")
                .lookupAll(".exact-chosen").stream().anyMatch(node -> OnScreen.isWhole(node.getParent()))));
        pictures("51-text");
        readFile();
        window.awaitText("file-0-state", "all shown");

        window.click("file-1-show");
        window.awaitText("file-note", "A PNG picture of 900 × 600 pixels");
        window.awaitText("file-1-state", "all shown");
        pictures("52-picture");
        scrollTo("file-2-show");
        window.click("file-2-show");
        window.awaitText("file-note", "its first 128 bytes. It can only be judged after saving");
        window.pointAt("file-text");
        window.await("the rows to have been on screen", () -> {
            window.look();
            if (window.text("file-2-state").contains("all shown")) {
                return true;
            }
            window.wheel();
            return false;
        });
        pictures("53-bytes");
        window.click("file-back");
        window.awaitShown("request-payload");
        window.await("Approve to be armed", this::armed);
        window.click("request-approve");
        window.await("the decision to arrive", () -> backend.decisions.size() == 1);
    }

    @Test
    void keepsApproveLockedWhileAFileDoesNotCome() {
        request.withFile("letter.txt", "text/plain", "Dear Mara\n".getBytes(StandardCharsets.UTF_8));
        byte[] letter = request.files.removeLast();
        choose();
        window.awaitText("file-0-state", "Not fetched: ");
        window.readPayload();
        window.click("request-confirm-rest");
        window.awaitText("request-armed", "every file that goes out with it was fetched and checked here");
        assertThat(window.node("request-deny").isDisabled()).isFalse();
        assertThat(window.shows("file-0-show")).isFalse();
        pictures("54-missing");

        request.files.add(letter);
        window.click("file-0-again");
        window.await("Approve to be armed", this::armed);
    }

    @Test
    void replacesThePaneWhereAFileDiffers() {
        request.withFile("letter.txt", "text/plain", "Dear Mara\n".getBytes(StandardCharsets.UTF_8));
        request.files.set(0, "Dear Sara\n".getBytes(StandardCharsets.UTF_8));
        request.with(TestBackend.ORG, JsonObject.builder().put("a", "b").build(), "https://api.example.com/r");
        backend.requests.add(request);
        inbox.showRequest(request.id);
        window.awaitText("request-refused-code", "ATTACHMENT_DIFFERS");
        assertThat(window.text("request-refused-sentence")).contains("letter.txt");
        assertThat(window.shows("request-approve")).isFalse();
        assertThat(window.shows("request-deny")).isFalse();
        window.picture("55-differs");
    }

    @Test
    void decodesNoPictureThatWouldFillTheMemoryAndSavesUnderACleanName() throws Exception {
        byte[] bomb = photo(10, 10);
        ByteBuffer.wrap(bomb).putInt(16, 60_000).putInt(20, 60_000);
        String hostile = "../../" + "very long \u202E name ".repeat(9) + "gpj.exe";
        request.withFile(hostile, "image/png", bomb);
        choose();
        window.awaitText("file-0-state", "same here");
        window.click("file-0-show");
        window.awaitText("file-note", "It can only be judged after saving it.");
        assertThat(window.shows("file-picture")).isFalse();
        pictures("56-bomb");
        window.click("file-0-save");
        window.awaitText("file-saved", "Saved: ");
        pictures("57-saved");
        assertThat(suggested).singleElement().asString().startsWith("_.._very long _ name").endsWith(".exe")
                .doesNotContain("/", "\u202E");
        assertThat(Files.readAllBytes(folder.resolve(suggested.getFirst()))).isEqualTo(bomb);
    }
}
