package dev.agenthub.app.cli.database;

import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.platform.DataFolders;
import java.io.Console;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options that select a database and its administrator. The password is read from the
 * environment or asked for, since other accounts can read a command line.
 */
final class DatabaseOptions {
    static final String PASSWORD_VARIABLE = "AGENTHUB_ADMIN_PASSWORD";

    private final UnaryOperator<@Nullable String> environment;

    @Option(names = "--database", required = true, paramLabel = "JDBC_URL", description = "Such as jdbc:postgresql://db.example.com:5432/agenthub; without user and password.")
    private String url = "";

    @Option(names = "--admin-user", paramLabel = "NAME", defaultValue = "postgres", description = "A superuser of the server; postgres by default. The password is read from "
            + PASSWORD_VARIABLE + ", or asked for.")
    private String admin = "";

    @Option(names = "--data", paramLabel = "DIR", description = "The data folder of the backends; its secrets open the database.")
    private @Nullable Path data;

    @Mixin
    private AcceptedRisks accepted = new AcceptedRisks();

    DatabaseOptions(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    /** @throws CommandFailure PASSWORD_MISSING where there is none and nobody to ask */
    DatabaseOperator.Target target() {
        return new DatabaseOperator.Target(url, admin, password(environment, admin), DataFolders.of(data, false),
                accepted.names());
    }

    static String passwordQuestion(String admin) {
        return "Password of " + admin;
    }

    /** @throws CommandFailure PASSWORD_MISSING where there is none and nobody to ask */
    static DatabaseOperator.AdminPassword password(UnaryOperator<@Nullable String> environment, String admin) {
        String given = environment.apply(PASSWORD_VARIABLE);
        if (given != null) {
            return new DatabaseOperator.AdminPassword(given);
        }
        Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        char[] typed = console.map(asked -> asked.readPassword("%s: ", passwordQuestion(admin))).orElse(null);
        if (typed == null) {
            throw CommandFailure.notDone("PASSWORD_MISSING",
                    "There is nobody to ask for the password of " + admin + ": put it into " + PASSWORD_VARIABLE);
        }
        return new DatabaseOperator.AdminPassword(new String(typed));
    }
}
