package dev.agenthub.app.ui.connections;

import dev.agenthub.api.AuthorizationKind;
import dev.agenthub.api.CatalogConnector;
import dev.agenthub.api.Connection;
import dev.agenthub.api.NewConnection;
import dev.agenthub.api.NewOAuthConnection;
import dev.agenthub.api.Workspace;
import dev.agenthub.app.client.AdminClient;
import dev.agenthub.app.client.ChangeOutcome;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.TaskRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.jspecify.annotations.Nullable;

/** The form for a new connection: a service of the catalog and its fields. Confined to the window's thread. */
final class NewConnectionViewModel {
    private static final Messages MESSAGES = Messages.of(NewConnectionViewModel.class);

    private final Session session;
    private final TaskRunner tasks;
    private final Consumer<ChangeOutcome<Connection>> made;
    private final ObservableList<CatalogConnector> catalog = FXCollections.observableArrayList();
    private final FilteredList<CatalogConnector> found = new FilteredList<>(catalog);
    private final ObservableList<Workspace> workspaces = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper open = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<@Nullable CatalogConnector> chosen = new ReadOnlyObjectWrapper<>();
    /** The own definition of the selected service; null for a service of the catalog. */
    private @Nullable String definition;
    private final StringProperty search = new SimpleStringProperty("");
    private final ObjectProperty<@Nullable Workspace> workspace = new SimpleObjectProperty<>();
    private final StringProperty name = new SimpleStringProperty("");
    private final StringProperty baseUrl = new SimpleStringProperty("");
    private final StringProperty issuer = new SimpleStringProperty("");
    private final BooleanProperty offlineAccess = new SimpleBooleanProperty(true);
    private final StringProperty clientId = new SimpleStringProperty("");
    private final StringProperty clientSecret = new SimpleStringProperty("");
    private final StringProperty key = new SimpleStringProperty("");
    private final StringProperty header = new SimpleStringProperty("");
    private final StringProperty prefix = new SimpleStringProperty("");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");

    private record Loaded(List<CatalogConnector> catalog, List<Workspace> workspaces) {}

    /**
     * Makes an empty form.
     *
     * @param made receives the outcome
     */
    NewConnectionViewModel(Session session, TaskRunner tasks, Consumer<ChangeOutcome<Connection>> made) {
        this.session = session;
        this.tasks = tasks;
        this.made = made;
        search.subscribe(words -> found.setPredicate(one -> matches(one, words)));
    }

    private static boolean matches(CatalogConnector one, String words) {
        String wanted = words.strip().toLowerCase(Locale.ROOT);
        return (one.title() + " " + one.name()).toLowerCase(Locale.ROOT).contains(wanted);
    }

    /** Opens the form with the catalog. */
    void begin() {
        clear();
        search.set("");
        chosen.set(null);
        open.set(true);
        tasks.run(() -> {
            AdminClient admin = session.client().administration();
            return new Loaded(admin.catalog(), admin.workspaces());
        }, loaded -> {
            catalog.setAll(loaded.catalog());
            workspaces.setAll(loaded.workspaces());
            workspace.set(workspaces.size() == 1 ? workspaces.getFirst() : null);
        }, failed -> failure.set(failed.line()));
    }

    /** Selects a service of the catalog and shows its fields. */
    void choose(CatalogConnector service) {
        choose(service, null);
    }

    /** Selects the service that the definition in this file describes. */
    void chooseOwn(Path file) {
        if (busy.get()) {
            return;
        }
        failure.set("");
        busy.set(true);
        tasks.run(() -> OwnService.read(file, session.client().administration()), read -> {
            busy.set(false);
            if (open.get()) {
                choose(read.shown(), read.definition());
            }
        }, failed -> {
            busy.set(false);
            failure.set(failed.line());
        });
    }

    private void choose(CatalogConnector service, @Nullable String ownDefinition) {
        clear();
        definition = ownDefinition;
        name.set(service.baseUrl() == null ? "" : service.title());
        chosen.set(service);
    }

    /** Selects the search's only result, for Enter. */
    void chooseOnly() {
        if (found.size() == 1) {
            choose(found.getFirst());
        }
    }

    /** Goes back from the fields to the catalog, or closes the catalog. */
    void back() {
        clear();
        if (chosen.get() == null) {
            open.set(false);
        } else {
            chosen.set(null);
        }
    }

    /** Clears all input, secrets included. */
    void clear() {
        failure.set("");
        List.of(name, baseUrl, issuer, clientId, clientSecret, key, header, prefix).forEach(field -> field.set(""));
        offlineAccess.set(true);
    }

    /** Creates the connection. */
    void submit() {
        CatalogConnector service = chosen.get();
        if (busy.get() || service == null) {
            return;
        }
        Workspace place = workspace.get();
        String problem = place == null ? MESSAGES.text("new.problem.workspace") : problem(service);
        failure.set(problem);
        if (place == null || !problem.isEmpty()) {
            return;
        }
        Function<AdminClient, ChangeOutcome<Connection>> wanted;
        try {
            wanted = wanted(service, place.workspace().toString());
        } catch (IllegalArgumentException e) {
            failure.set(MESSAGES.text("new.problem.invalid", String.valueOf(e.getMessage())));
            return;
        }
        busy.set(true);
        tasks.run(() -> wanted.apply(session.client().administration()), outcome -> {
            busy.set(false);
            clear();
            chosen.set(null);
            open.set(false);
            made.accept(outcome);
        }, failed -> {
            busy.set(false);
            failure.set(failed.line());
        });
    }

    private String problem(CatalogConnector service) {
        if (name.get().isBlank()) {
            return MESSAGES.text("new.problem.name");
        }
        if (wantsBaseUrl(service) && baseUrl.get().isBlank()) {
            return MESSAGES.text("new.problem.baseUrl");
        }
        if (wantsKey(service)) {
            return key.get().isBlank() ? MESSAGES.text("new.problem.key") : "";
        }
        if (wantsIssuer(service) && issuer.get().isBlank()) {
            return MESSAGES.text("new.problem.issuer");
        }
        return clientId.get().isBlank() ? MESSAGES.text("new.problem.clientId") : "";
    }

    private Function<AdminClient, ChangeOutcome<Connection>> wanted(CatalogConnector service, String place) {
        if (wantsKey(service)) {
            // A definition of one's own says the address itself.
            String address = isOwn() || wantsBaseUrl(service) ? given(baseUrl) : service.baseUrl();
            // A prefix, if any, ends with a space.
            NewConnection wanted = new NewConnection(place, name.get(), address, given(header),
                    prefix.get().isEmpty() ? null : prefix.get(), definition, key.get().strip());
            return admin -> admin.connect(wanted);
        }
        boolean unwanted = wantsIssuer(service) && !offlineAccess.get();
        NewOAuthConnection wanted = new NewOAuthConnection(place, name.get(),
                definition == null ? service.name() : null, definition, given(baseUrl),
                given(issuer), unwanted ? Boolean.FALSE : null,
                clientId.get().strip(), given(clientSecret));
        return admin -> new ChangeOutcome.Done<>(admin.connect(wanted));
    }

    private static @Nullable String given(StringProperty field) {
        return field.get().isBlank() ? null : field.get().strip();
    }

    static boolean wantsKey(CatalogConnector service) {
        return service.authorization() == AuthorizationKind.KEY;
    }

    static boolean wantsIssuer(CatalogConnector service) {
        return service.authorization() == AuthorizationKind.DISCOVERED;
    }

    static boolean wantsBaseUrl(CatalogConnector service) {
        return service.baseUrl() == null;
    }

    /** Whether the person chooses the key's header: only where no definition says it. */
    boolean wantsHeader(CatalogConnector service) {
        return wantsKey(service) && wantsBaseUrl(service) && !isOwn();
    }

    /** Whether an own definition describes the selected service. */
    boolean isOwn() {
        return definition != null;
    }

    /** Whether the form is open. */
    ReadOnlyBooleanProperty open() {
        return open.getReadOnlyProperty();
    }

    /** The selected service; null while the catalog is shown. */
    ReadOnlyObjectProperty<@Nullable CatalogConnector> chosen() {
        return chosen.getReadOnlyProperty();
    }

    /** The services that match the search. */
    ObservableList<CatalogConnector> found() {
        return found;
    }

    ObservableList<Workspace> workspaces() {
        return workspaces;
    }

    StringProperty search() {
        return search;
    }

    ObjectProperty<@Nullable Workspace> workspace() {
        return workspace;
    }

    StringProperty name() {
        return name;
    }

    StringProperty baseUrl() {
        return baseUrl;
    }

    StringProperty issuer() {
        return issuer;
    }

    /** Whether the scope {@code offline_access} is requested where the authorization server offers it. */
    BooleanProperty offlineAccess() {
        return offlineAccess;
    }

    StringProperty clientId() {
        return clientId;
    }

    StringProperty clientSecret() {
        return clientSecret;
    }

    StringProperty key() {
        return key;
    }

    StringProperty header() {
        return header;
    }

    StringProperty prefix() {
        return prefix;
    }

    ReadOnlyBooleanProperty busy() {
        return busy.getReadOnlyProperty();
    }

    ReadOnlyStringProperty failure() {
        return failure.getReadOnlyProperty();
    }
}
