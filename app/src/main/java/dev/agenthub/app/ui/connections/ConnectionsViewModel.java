package dev.agenthub.app.ui.connections;

import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionKey;
import dev.agenthub.api.ConnectionState;
import dev.agenthub.api.Workspace;
import dev.agenthub.app.client.AdminClient;
import dev.agenthub.app.client.ChangeOutcome;
import dev.agenthub.app.client.EventSubscription;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.Browser;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.common.CoalescingQuery;
import dev.agenthub.app.ui.common.TaskRunner;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The connections of an organization, one card each, and an administrator's actions on them. Confined to the window's thread. */
final class ConnectionsViewModel {
    private static final Messages MESSAGES = Messages.of(ConnectionsViewModel.class);
    /** Events within this time cause one query. */
    private static final Duration TOGETHER = Duration.ofMillis(700);

    private final Session session;
    private final TaskRunner tasks;
    private final InstantSource clock;
    private final CardText wording;
    private final ConsentViewModel consent;
    private final CoalescingQuery<List<Card>> cardsAsked;
    private final ObservableList<Card> cards = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<@Nullable UUID> opened = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper listFailure = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper done = new ReadOnlyStringWrapper("");
    private volatile @Nullable UUID inside;
    private @Nullable EventSubscription events;
    private TaskRunner.@Nullable Pending afterEvents;
    private TaskRunner.@Nullable Pending atNext;

    ConnectionsViewModel(Session session, TaskRunner tasks, Browser browser, InstantSource clock, ZoneId zone) {
        this.session = session;
        this.tasks = tasks;
        this.clock = clock;
        Moments moments = new Moments(clock, zone);
        this.wording = new CardText(clock, moments);
        this.consent = new ConsentViewModel(session, tasks, browser, clock, moments, this::connected);
        this.cardsAsked = new CoalescingQuery<>(tasks, this::ask, this::show,
                failed -> listFailure.set(failed.line()));
    }

    /** Subscribes to events and keeps the cards current. */
    void listen() {
        load();
        if (events == null) {
            events = session.client().events(new ConnectionEvents(tasks, this::loadWhileHeard, this::heard));
        }
    }

    /** Ends the subscription until the screen is shown again. */
    void rest() {
        if (events != null) {
            events.close();
            events = null;
        }
        stopWaiting();
    }

    private void stopWaiting() {
        afterEvents = stopped(afterEvents);
        atNext = stopped(atNext);
    }

    private static TaskRunner.@Nullable Pending stopped(TaskRunner.@Nullable Pending pending) {
        if (pending != null) {
            pending.cancel();
        }
        return null;
    }

    /** Schedules one query for all events that arrive together. */
    private void heard() {
        if (events != null && afterEvents == null) {
            afterEvents = tasks.after(TOGETHER, () -> {
                afterEvents = null;
                loadWhileHeard();
            });
        }
    }

    private void loadWhileHeard() {
        if (events != null) {
            load();
        }
    }

    /** Fetches everything again. */
    void load() {
        cardsAsked.ask();
    }

    private List<Card> ask() {
        AdminClient admin = session.client().administration();
        Map<UUID, String> workspaces = admin.workspaces().stream()
                .collect(Collectors.toMap(Workspace::workspace, Workspace::name));
        Caps caps = new Caps(admin.rates(), admin.budgets());
        return admin.connections().stream()
                .map(one -> new Card(one,
                        workspaces.getOrDefault(one.workspace(), one.workspace().toString()), recentEvents(one),
                        caps.of(one)))
                .toList();
    }

    /** Fetches the latest events of an open card. */
    private List<RecentEvent> recentEvents(Connection one) {
        boolean ending = one.scopes() != null && one.state() == ConnectionState.DISABLED;
        return ending || one.connector().equals(inside) ? RecentEvent.of(one.connector(), session.client()) : List.of();
    }

    private void show(List<Card> found) {
        listFailure.set("");
        cards.setAll(found);
        loaded.set(true);
        atNext = stopped(atNext);
        if (events != null) {
            // The end of a pause or a limit causes no event.
            found.stream().flatMap(card -> wording.next(card).stream()).min(Comparator.naturalOrder())
                    .ifPresent(next -> atNext = tasks.after(Duration.between(clock.instant(), next).plusMillis(1),
                            this::loadWhileHeard));
        }
    }

    /** Opens or closes a card's details. */
    void toggle(UUID connector) {
        UUID next = connector.equals(opened.get()) ? null : connector;
        inside = next;
        opened.set(next);
        if (next != null) {
            load();
        }
    }

    /** Opens a card's details. */
    void open(UUID connector) {
        if (!connector.equals(opened.get())) {
            toggle(connector);
        }
    }

    /** Carries out the card's remedy; a new key is entered in the card's details. */
    void carryOutRemedy(Card card) {
        Connection connection = card.connection();
        switch (wording.state(card).remedy()) {
            case CONNECT, RECONNECT -> authorize(connection);
            case SHRINK -> shrink(card);
            case NEW_KEY -> {
                if (!connection.connector().equals(opened.get())) {
                    toggle(connection.connector());
                }
            }
            case NOTHING -> {}
        }
    }

    /** Begins an authorization at the provider. */
    void authorize(Connection connection) {
        failure.set("");
        done.set("");
        consent.begin(connection);
    }

    /** Begins an authorization of only the scopes needed. */
    void shrink(Card card) {
        failure.set("");
        done.set("");
        consent.shrink(card.connection());
    }

    /** Permits tools to use scopes and authorization details that were granted in addition to the requested ones. */
    void accept(Card card, List<String> scopes, List<String> details) {
        change(card, admin -> admin.acceptScopes(card.connection().connector(), scopes, details), "done.accepted");
    }

    private void connected(ChangeOutcome<Connection> outcome) {
        done.set(switch (outcome) {
            case ChangeOutcome.Done<Connection>(Connection made) ->
                MESSAGES.text("done.connected", HiddenCharacters.marked(made.name()));
            case ChangeOutcome.Proposed<Connection> _ -> MESSAGES.text("done.proposed.credential");
        });
        load();
    }

    /** Shows the card of a new connection, and begins its authorization where it needs one. */
    void made(ChangeOutcome<Connection> outcome) {
        if (outcome instanceof ChangeOutcome.Done<Connection>(Connection made)
                && made.state() == ConnectionState.PENDING) {
            load();
            authorize(made);
        } else {
            connected(outcome);
        }
    }

    void disable(Card card) {
        change(card,
                admin -> new ChangeOutcome.Done<>(admin.disableConnection(card.connection().connector())),
                "done.disabled");
    }

    /** Replaces the connection's API key; returns whether it was sent. */
    boolean replaceKey(Card card, String key) {
        ConnectionKey checked;
        try {
            checked = new ConnectionKey(key.strip());
        } catch (IllegalArgumentException e) {
            failure.set(MESSAGES.text("key.problem"));
            return false;
        }
        return change(card, admin -> admin.replaceConnectionKey(card.connection().connector(), checked.key()),
                "done.key");
    }

    private boolean change(Card card, Function<AdminClient, ChangeOutcome<?>> work, String said) {
        if (busy.get()) {
            return false;
        }
        busy.set(true);
        failure.set("");
        done.set("");
        tasks.run(() -> work.apply(session.client().administration()), outcome -> {
            busy.set(false);
            done.set(outcome instanceof ChangeOutcome.Proposed<?>
                    ? MESSAGES.text(said.equals("done.key") ? "done.proposed.credential" : "done.proposed")
                    : MESSAGES.text(said, HiddenCharacters.marked(card.connection().name())));
            load();
        }, failed -> {
            busy.set(false);
            failure.set(failed.line());
        });
        return true;
    }

    /** Ends the subscription and all waits. */
    void close() {
        consent.cancel();
        cardsAsked.stop();
        rest();
    }

    ConsentViewModel consent() {
        return consent;
    }

    CardText wording() {
        return wording;
    }

    /** The cards, sorted by the connections' names. */
    ObservableList<Card> cards() {
        return cards;
    }

    /** The id of the connection whose details are open; null for none. */
    ReadOnlyObjectProperty<@Nullable UUID> opened() {
        return opened.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty loaded() {
        return loaded.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty busy() {
        return busy.getReadOnlyProperty();
    }

    ReadOnlyStringProperty failure() {
        return failure.getReadOnlyProperty();
    }

    ReadOnlyStringProperty listFailure() {
        return listFailure.getReadOnlyProperty();
    }

    /** What was done last, in words. */
    ReadOnlyStringProperty done() {
        return done.getReadOnlyProperty();
    }
}
