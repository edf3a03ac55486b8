package dev.agenthub.app.ui.approvals.drafts;

import dev.agenthub.api.RequestDetail;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.PrettyJson;
import dev.agenthub.app.ui.approvals.request.OpenRequest;
import dev.agenthub.app.ui.common.TaskRunner;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a waiting request by one with other arguments, for which the member then asks. What was typed is kept while
 * another request is on show. Used on the window's thread only.
 */
public final class EditViewModel {
    private static final Messages MESSAGES = Messages.of(EditViewModel.class);

    private final Session session;
    private final TaskRunner tasks;
    private final Consumer<UUID> showRequest;
    private final Drafts drafts;
    private final ReadOnlyObjectWrapper<@Nullable OpenRequest> request = new ReadOnlyObjectWrapper<>();
    private final StringProperty arguments = new SimpleStringProperty("");
    private final StringProperty reason = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();

    /**
     * Makes the model.
     *
     * @param drafts keeps what is typed
     * @param showRequest shows the request with this id
     */
    public EditViewModel(Session session, TaskRunner tasks, Drafts drafts, Consumer<UUID> showRequest) {
        this.session = session;
        this.tasks = tasks;
        this.drafts = drafts;
        this.showRequest = showRequest;
    }

    /** Opens the form with the draft of this request or, without one, with the arguments of its checked payload. */
    public void begin(OpenRequest shown) {
        if (busy.get()) {
            return;
        }
        close();
        Drafts.Edit draft = drafts.edit(shown.id())
                .orElseGet(() -> new Drafts.Edit(PrettyJson.of(arguments(shown)), ""));
        arguments.set(draft.arguments());
        reason.set(draft.reason());
        failure.set("");
        request.set(shown);
    }

    /** Closes the form; what was typed is kept as a draft. */
    public void close() {
        OpenRequest edited = request.get();
        if (edited != null) {
            drafts.keep(edited.id(), new Drafts.Edit(arguments.get(), reason.get()));
            request.set(null);
        }
    }

    /** Sends the edit: cancels the request and asks for one with these arguments. */
    void replace() {
        OpenRequest edited = request.get();
        if (edited == null || busy.get()) {
            return;
        }
        failure.set("");
        JsonObject wanted = wanted(edited);
        String why = reason.get().strip();
        if (wanted == null) {
            return;
        }
        if (why.isEmpty()) {
            failure.set(MESSAGES.text("edit.problem.reason"));
            return;
        }
        busy.set(true);
        tasks.run(() -> session.client().edit(edited.id(), wanted, why), made -> replaced(edited.id(), made),
                failed -> {
                    busy.set(false);
                    failure.set(failed.line());
                });
    }

    private void replaced(UUID old, RequestDetail made) {
        busy.set(false);
        request.set(null);
        drafts.dropEdit(old);
        showRequest.accept(made.summary().request());
    }

    /** The typed arguments if they are a JSON object that differs from the request's; otherwise null, with {@link #failure} set. */
    private @Nullable JsonObject wanted(OpenRequest edited) {
        try {
            if (!(JsonValue.parse(arguments.get().getBytes(StandardCharsets.UTF_8)) instanceof JsonObject wanted)) {
                failure.set(MESSAGES.text("edit.problem.object"));
                return null;
            }
            if (wanted.equals(arguments(edited))) {
                failure.set(MESSAGES.text("edit.problem.same"));
                return null;
            }
            return wanted;
        } catch (EvidenceException e) {
            failure.set(MESSAGES.text("edit.problem.json", String.valueOf(e.getMessage())));
            return null;
        }
    }

    private static JsonObject arguments(OpenRequest request) {
        JsonObject payload = (JsonObject) JsonValue.parse(request.payload().text().getBytes(StandardCharsets.UTF_8));
        return payload.object("arguments");
    }

    /** Shows another request, such as the one that this one replaces. */
    public void show(UUID other) {
        showRequest.accept(other);
    }

    /** The request being edited; null while the form is closed. */
    public ReadOnlyObjectProperty<@Nullable OpenRequest> request() {
        return request.getReadOnlyProperty();
    }

    /** The arguments as typed, which should be JSON. */
    StringProperty arguments() {
        return arguments;
    }

    StringProperty reason() {
        return reason;
    }

    ReadOnlyStringProperty failure() {
        return failure.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty busy() {
        return busy.getReadOnlyProperty();
    }
}
