package dev.agenthub.app.ui.connections;

import dev.agenthub.api.Connection;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.app.client.AdminClient;
import dev.agenthub.app.client.ChangeOutcome;
import dev.agenthub.app.client.Consent;
import dev.agenthub.app.client.DeviceConsent;
import dev.agenthub.app.client.ProviderConsent;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.Browser;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.LoopbackReceiver;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.common.TaskRunner;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/** Waits for a person's consent at an OAuth provider, one authorization at a time. Confined to the window's thread. */
final class ConsentViewModel {
    private static final Messages MESSAGES = Messages.of(ConsentViewModel.class);
    private static final List<String> KNOWN = List.of("access_denied", "invalid_scope", "invalid_authorization_details",
            "invalid_client",
            "unauthorized_client", "invalid_grant", "expired_token", "ISSUER_MISMATCH");

    private final Session session;
    private final TaskRunner tasks;
    private final Browser browser;
    private final InstantSource clock;
    private final Moments moments;
    private final Consumer<ChangeOutcome<Connection>> connected;
    private final ReadOnlyBooleanWrapper underWay = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper waiting = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper address = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper code = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper codeOffered = new ReadOnlyBooleanWrapper();
    private @Nullable Way way;

    /** One authorization; results of earlier ones are ignored. */
    private static final class Way {
        private final Connection connection;
        private final boolean shrinking;
        private final boolean byCode;
        private final String name;
        private @Nullable Consent consent;
        private volatile boolean ended;

        Way(Connection connection, boolean shrinking, boolean byCode) {
            this.connection = connection;
            this.shrinking = shrinking;
            this.byCode = byCode;
            this.name = HiddenCharacters.marked(connection.name());
        }
    }

    /** An authorization under way, and why its page could not be opened in a browser; empty where it was. */
    private record Opened(Consent consent, String problem) {}

    ConsentViewModel(Session session, TaskRunner tasks, Browser browser, InstantSource clock, Moments moments,
            Consumer<ChangeOutcome<Connection>> connected) {
        this.session = session;
        this.tasks = tasks;
        this.browser = browser;
        this.clock = clock;
        this.moments = moments;
        this.connected = connected;
    }

    /** Opens the provider's page in the browser and waits for the redirect. */
    void begin(Connection connection) {
        begin(new Way(connection, false, false));
    }

    /** As {@link #begin}, for only the scopes needed. */
    void shrink(Connection connection) {
        begin(new Way(connection, true, false));
    }

    /** Repeats the last authorization with a code that the person types at the provider, on any device (RFC 8628). */
    void useCode() {
        Way last = way;
        if (last != null && codeOffered.get()) {
            begin(new Way(last.connection, last.shrinking, true));
        }
    }

    private void begin(Way mine) {
        cancel();
        way = mine;
        failure.set("");
        underWay.set(true);
        codeOffered.set(mine.connection.device() && !mine.byCode);
        waiting.set(MESSAGES.text("consent.asking", mine.name));
        tasks.run(() -> switch (begun(mine)) {
            case ChangeOutcome.Done<Consent>(Consent consent) -> new ChangeOutcome.Done<>(
                    new Opened(consent, mine.ended || mine.byCode ? "" : open(consent.link())));
            case ChangeOutcome.Proposed<Consent>(ProposedChange change) -> new ChangeOutcome.Proposed<Opened>(change);
        }, begun -> begun(mine, begun), failed -> failed(mine, failed));
    }

    private ChangeOutcome<Consent> begun(Way mine) {
        AdminClient admin = session.client().administration();
        UUID connector = mine.connection.connector();
        if (mine.byCode) {
            return DeviceConsent.begin(admin, connector, mine.shrinking);
        }
        String sentence = MESSAGES.text("consent.page");
        return mine.shrinking
                ? ProviderConsent.shrink(admin, connector, sentence)
                : ProviderConsent.begin(admin, connector, sentence);
    }

    private void begun(Way mine, ChangeOutcome<Opened> begun) {
        switch (begun) {
            case ChangeOutcome.Done<Opened>(Opened opened) -> opened(mine, opened);
            case ChangeOutcome.Proposed<Opened>(ProposedChange change) -> {
                if (end(mine)) {
                    codeOffered.set(false);
                    connected.accept(new ChangeOutcome.Proposed<>(change));
                }
            }
        }
    }

    /** Opens the page. Returns why it could not be opened; empty where it was. */
    private String open(URI page) {
        try {
            browser.open(page);
            return "";
        } catch (CodedException e) {
            return MESSAGES.text("consent.noBrowser", e.code());
        }
    }

    private void opened(Way mine, Opened opened) {
        if (mine.ended) {
            opened.consent().close();
            return;
        }
        Consent consent = opened.consent();
        mine.consent = consent;
        address.set(consent.page().toString());
        String until = moments.relative(consent.expiresAt());
        waiting.set(switch (consent) {
            case DeviceConsent typed -> {
                code.set(HiddenCharacters.marked(typed.code()));
                yield MESSAGES.text("consent.typing", mine.name, until);
            }
            case ProviderConsent _ ->
                MESSAGES.text("consent.waiting", mine.name, consent.page().getHost(), until, opened.problem()).strip();
        });
        tasks.run(() -> {
            try (consent) {
                return consent.await(clock);
            }
        }, made -> {
            if (end(mine)) {
                codeOffered.set(false);
                connected.accept(new ChangeOutcome.Done<>(made));
            }
        }, failed -> failed(mine, failed));
    }

    private void failed(Way mine, Failure failed) {
        if (end(mine) && !failed.code().equals(LoopbackReceiver.CANCELLED)) {
            String known = KNOWN.stream().filter(failed.sentence()::contains).findFirst().orElse("");
            failure.set(MESSAGES.text("consent.failed", mine.name,
                    known.isEmpty() ? "" : MESSAGES.text("consent.refused." + known), failed.line()));
        }
    }

    private boolean end(Way mine) {
        if (mine.ended) {
            return false;
        }
        mine.ended = true;
        underWay.set(false);
        waiting.set("");
        address.set("");
        code.set("");
        return true;
    }

    /** Opens the page again. */
    void openAgain() {
        Way mine = way;
        Consent consent = mine == null || mine.ended ? null : mine.consent;
        if (mine != null && consent != null) {
            tasks.run(() -> open(consent.link()), problem -> {
                if (!mine.ended) {
                    failure.set(problem);
                }
            }, failed -> failure.set(failed.line()));
        }
    }

    /** Cancels the wait. */
    void cancel() {
        codeOffered.set(false);
        Way mine = way;
        if (mine != null && end(mine) && mine.consent != null) {
            mine.consent.close();
        }
    }

    ReadOnlyBooleanProperty underWay() {
        return underWay.getReadOnlyProperty();
    }

    /** What is awaited, in words; empty for nothing. */
    ReadOnlyStringProperty waiting() {
        return waiting.getReadOnlyProperty();
    }

    /** The address of the page; empty for none. */
    ReadOnlyStringProperty address() {
        return address.getReadOnlyProperty();
    }

    /** The user code to type on that page; empty for none. */
    ReadOnlyStringProperty code() {
        return code.getReadOnlyProperty();
    }

    /** Whether the last authorization's provider offers the device authorization grant. */
    ReadOnlyBooleanProperty codeOffered() {
        return codeOffered.getReadOnlyProperty();
    }

    ReadOnlyStringProperty failure() {
        return failure.getReadOnlyProperty();
    }
}
