package dev.agenthub.app.ui.approvals.drafts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.app.testing.RealBackend;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.ui.approvals.InboxWindow;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request whose arguments a member edits in the window, on a backend that is real from HTTP to PostgreSQL. */
final class EditWindowTest {
    private RealBackend backend;
    private Window window;
    private InboxWindow inbox;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() throws Exception {
        backend = new RealBackend(folder.resolve("data"));
        inbox = new InboxWindow(backend.owner(), folder);
        window = inbox.window();
        window.awaitText("inbox-link", "Live");
    }

    @AfterEach
    void close() throws Exception {
        inbox.close(backend);
    }

    private void show(UUID request) {
        inbox.showRequest(request);
        window.awaitShown("request-edit");
    }

    private String written() {
        return window.onWindow(() -> ((TextArea) window.node("edit-arguments")).getText());
    }

    private void write(String arguments) {
        window.onWindow(() -> {
            ((TextArea) window.node("edit-arguments")).setText(arguments);
            return true;
        });
    }

    private JsonObject arguments(UUID request) {
        return ((JsonObject) JsonValue.parse(backend.owner().client().payload(request).bytes())).object("arguments");
    }

    @Test
    void putsTheEditedRequestInThePlaceOfTheOldAndLeadsFromOneToTheOther() throws Exception {
        UUID old = backend.submitTicket("Zip torn\u202E");
        show(old);
        window.click("request-edit");
        window.awaitShown("edit-arguments");
        assertThat(window.shows("request-payload")).as("what is covered is not read").isFalse();
        window.await("the arguments to have the focus",
                () -> window.onWindow(() -> window.node("edit-arguments").isFocused()));
        String text = written();
        assertThat(text).contains("\"subject\": \"Zip torn\\u202e\"").doesNotContain("\u202E");
        assertThat(JsonValue.parse(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(arguments(old));

        window.click("edit-replace");
        window.awaitText("edit-failure", "arguments that the request has");
        write("{\"a\":");
        window.click("edit-replace");
        window.awaitText("edit-failure", "not JSON");
        write("[]");
        window.click("edit-replace");
        window.awaitText("edit-failure", "must be a JSON object");
        write(text.replace("\"normal\"", "7"));
        window.click("edit-replace");
        window.awaitText("edit-failure", "Say why");
        window.type("edit-reason", "It is the pole that broke.");
        window.click("edit-replace");
        window.awaitText("edit-failure", "ARGUMENTS_INVALID");
        assertThat(backend.owner().client().request(old).summary().state()).isEqualTo(RequestState.PENDING);
        window.frame();
        window.picture("63-edit");

        String edited = text.replace("Zip torn\\u202e", "Pole bent");
        write(edited);
        window.click("edit-back");
        window.awaitShown("request-edit");
        window.click("request-edit");
        assertThat(written()).as("what was written is kept").isEqualTo(edited);
        assertThat(window.onWindow(() -> ((TextField) window.node("edit-reason")).getText()))
                .isEqualTo("It is the pole that broke.");
        window.click("edit-replace");
        window.awaitText("request-edited", "Ada Lind edited an earlier request: It is the pole that broke.");
        window.awaitText("request-title", "Pole bent");
        RequestDetail before = backend.owner().client().request(old);
        UUID made = Objects.requireNonNull(before.replacedBy());
        assertThat(arguments(made).string("subject")).isEqualTo("Pole bent");
        assertThat(before.summary().state()).isEqualTo(RequestState.CANCELLED);
        window.resize(1000, 700);
        window.picture("64-edited-1000x700");

        window.click("request-edited-show");
        window.awaitText("request-replaced", "another took its place");
        assertThat(window.shows("request-edit")).isFalse();
        window.frame();
        window.picture("65-replaced-1000x700");
        window.click("request-replaced-show");
        window.awaitText("request-title", "Pole bent");
    }
}
