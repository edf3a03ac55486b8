package dev.agenthub.app.cli.database;

import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.platform.RemoteAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prepares a server before its first start: the database, the data folder, and the {@code serve} command. */
public final class ServerSetup {
    private static final String ADDRESS = "https://127.0.0.1:8443";
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]");
    /** What a wrong address, name or password of the database leads to. */
    private static final Set<String> MISTYPED = Set.of("DATABASE_URL_INVALID", "DATABASE_START_FAILED",
            "DATABASE_LOGIN_REFUSED");

    private final DatabaseOperator databases;
    private final OrganizationOperator organizations;
    private final UnaryOperator<@Nullable String> environment;

    @Option(names = "--database", paramLabel = "JDBC_URL", description = DatabaseOptions.URL_HELP)
    private @Nullable String url;

    @Option(names = "--admin-user", paramLabel = "NAME", description = DatabaseOptions.ADMIN_HELP)
    private @Nullable String admin;

    @Mixin
    private AcceptedRisks accepted = new AcceptedRisks();

    @Option(names = "--organization", paramLabel = "NAME", description = "What the first organization is called.")
    private @Nullable String organization;

    @Option(names = "--address", paramLabel = "URL", description = "What others reach the backend by; "
            + ADDRESS + " by default, which only this machine reaches.")
    private @Nullable String address;

    /** Makes a setup with these operators. The database superuser's password is read from this environment or asked for. */
    public ServerSetup(DatabaseOperator databases, OrganizationOperator organizations,
            UnaryOperator<@Nullable String> environment) {
        this.databases = databases;
        this.organizations = organizations;
        this.environment = environment;
    }

    boolean wanted() {
        return url != null;
    }

    /** Sets up the database and returns the {@code serve} command. */
    String prepare(SetupAnswers answers, SetupFolders folders) {
        String database = migrate(answers, folders);
        return serve(answers, folders, database, named(answers, folders, database));
    }

    /** Asks again after a mistyped address or password, since migrating repeats nothing; returns the database's address. */
    private String migrate(SetupAnswers answers, SetupFolders folders) {
        return answers.again(MISTYPED, isTyped(), () -> {
            DatabaseOperator.Target target = target(answers, folders);
            DatabaseOperator.Migrated done = databases.migrate(target, answers::say);
            answers.say(MigrateCommand.summary(done) + " Its secrets are in " + folders.own().resolve("secrets")
                    + ".");
            return target.url();
        });
    }

    private DatabaseOperator.Target target(SetupAnswers answers, SetupFolders folders) {
        String database = answers.needed("--database, or --connect where a backend runs already", url,
                "Database, such as jdbc:postgresql://localhost:5432/agenthub");
        String superuser = answers.of(admin, "Superuser of the database server", "postgres");
        return new DatabaseOperator.Target(database, superuser, answers.password(environment, superuser), folders.own(),
                accepted.names());
    }

    private boolean isTyped() {
        return url == null || admin == null || environment.apply(DatabaseOptions.PASSWORD_VARIABLE) == null;
    }

    /** The name for a first organization; null where there is one already, since {@code serve} names only the first. */
    private @Nullable String named(SetupAnswers answers, SetupFolders folders, String database) {
        List<String> there = organizations
                .list(new OrganizationOperator.Target(database, folders.own(), accepted.names())).stream()
                .map(OrganizationOperator.Listed::name).toList();
        if (there.isEmpty()) {
            return answers.of(organization, "Name of the organization", "Organization");
        }
        if (organization != null && !there.contains(organization.strip())) {
            throw CommandFailure.notDone("ORGANIZATION_DIFFERS", "The database has the organization "
                    + String.join(", ", there) + "; agenthub organizations add makes a further one.");
        }
        answers.say("The database has the organization " + String.join(", ", there) + ": nothing to name.");
        return null;
    }

    private String serve(SetupAnswers answers, SetupFolders folders, String database, @Nullable String name) {
        URI reached = answers.again(Set.of(RemoteAddress.INVALID), address == null, () -> RemoteAddress
                .of(answers.of(address, "Address that others reach the backend by", ADDRESS), null).uri());
        List<String> words = new ArrayList<>(List.of("agenthub", "serve", "--database", database));
        words.addAll(folders.option());
        words.addAll(accepted.options());
        if (name != null) {
            words.addAll(List.of("--organization", name));
        }
        words.addAll(listening(reached));
        return words.stream().map(ShellWord::quoted).collect(Collectors.joining(" "));
    }

    /** Where others reach it, it listens everywhere, and at the port that the address names; without one a proxy stands before it. */
    static List<String> listening(URI reached) {
        List<String> words = new ArrayList<>();
        if (!LOOPBACK.matcher(reached.getHost()).matches()) {
            words.addAll(List.of("--bind", "0.0.0.0"));
        }
        if (reached.getPort() >= 0 && reached.getPort() != URI.create(ADDRESS).getPort()) {
            words.addAll(List.of("--port", String.valueOf(reached.getPort())));
        }
        if (!reached.toString().equals(ADDRESS)) {
            words.addAll(List.of("--address", reached.toString()));
        }
        return words;
    }
}
