package dev.agenthub.app.ui.start;

import dev.agenthub.api.JoinLink;
import dev.agenthub.app.client.InvitationCode;
import dev.agenthub.app.platform.RemoteAddress;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.TaskRunner;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;

/** Parses an invitation's link and opens the chosen backend. Nothing is sent before the person confirms. */
public final class StartViewModel {
    private static final Messages MESSAGES = Messages.of(StartViewModel.class);

    private final TaskRunner tasks;
    private final Destinations destinations;
    private final StringProperty link = new SimpleStringProperty("");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");

    public StartViewModel(TaskRunner tasks, Destinations destinations) {
        this.tasks = tasks;
        this.destinations = destinations;
    }

    boolean hasOwn() {
        return destinations.hasOwn();
    }

    List<RemoteAddress> known() {
        return destinations.known();
    }

    void goToOwn() {
        if (!busy.get()) {
            destinations.goToOwn();
        }
    }

    void goTo(RemoteAddress address) {
        if (!busy.get()) {
            destinations.goTo(address);
        }
    }

    /** Checks that the link's server is reachable, without sending the code, and opens the enrolment. */
    public void join() {
        if (busy.get()) {
            return;
        }
        Optional<JoinLink> invitation = server(link.get());
        if (invitation.isEmpty()) {
            failure.set(MESSAGES.text(InvitationCode.parse(link.get()).isPresent()
                    ? "start.problem.code"
                    : "start.problem.link"));
            return;
        }
        failure.set("");
        busy.set(true);
        RemoteAddress address = new RemoteAddress(invitation.get().backend(), invitation.get().fingerprint());
        String text = invitation.get().text();
        tasks.run(() -> {
            destinations.check(address);
            return address;
        }, there -> {
            busy.set(false);
            destinations.join(there, text);
        }, failed -> {
            busy.set(false);
            failed(failed);
        });
    }

    /** Shows why a backend could not be opened. */
    public void failed(Failure failed) {
        failure.set(failed.line());
    }

    private static Optional<JoinLink> server(String typed) {
        return JoinLink.parse(typed.replaceAll("\\s", ""))
                .filter(found -> InvitationCode.parse(found.code()).isPresent());
    }

    public StringProperty link() {
        return link;
    }

    /** The server in the link; empty without a link. */
    ObservableValue<Optional<JoinLink>> server() {
        return link.map(StartViewModel::server);
    }

    public ReadOnlyBooleanProperty busy() {
        return busy.getReadOnlyProperty();
    }

    /** The error or missing input; empty for none. */
    public ReadOnlyStringProperty failure() {
        return failure.getReadOnlyProperty();
    }
}
