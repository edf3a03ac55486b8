package dev.agenthub.app.cli.database;

import dev.agenthub.app.cli.Output;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.platform.DataFolders;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code agenthub organizations …}: adds and lists the organizations of one server. */
@Command(name = "organizations", mixinStandardHelpOptions = true, description = "The organizations of one server, beside the backends that serve them.", footer = {
        "", "  agenthub organizations add Contoso --database jdbc:postgresql://db.example.com:5432/agenthub", "",
        "Exit code: 0 done, 2 not."})
final class OrganizationsCommand implements Runnable {
    private final Terminal terminal;
    private final OrganizationOperator operator;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    OrganizationsCommand(Terminal terminal, OrganizationOperator operator) {
        this.terminal = terminal;
        this.operator = operator;
    }

    /** The options that select the served database, as for the backends. */
    static final class Served {
        @Option(names = "--database", required = true, paramLabel = "JDBC_URL", description = "The database that agenthub serve was started with.")
        private String database = "";

        @Option(names = "--data", paramLabel = "DIR", description = "The data folder that agenthub serve was started with.")
        private @Nullable Path data;

        @Mixin
        private AcceptedRisks accepted = new AcceptedRisks();

        private OrganizationOperator.Target target() {
            return new OrganizationOperator.Target(database, DataFolders.of(data, false), accepted.names());
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do, for example: agenthub organizations list");
    }

    @Command(description = "Make an organization, and print the link with which its first owner joins. Until somebody has, the same again prints another link.", mixinStandardHelpOptions = true)
    int add(@Parameters(paramLabel = "NAME") String name, @Mixin Served served) {
        OrganizationOperator.Added added = operator.add(served.target(), name);
        Output.remark(terminal, "The first owner of organization " + added.org()
                + " joins with this link, once and within 24 hours; it is in " + added.file()
                + " too, which only you can read. Links made earlier have ended:");
        return Output.printMarked(terminal, added.ownerLink() + "\n");
    }

    @Command(description = "All organizations, the oldest first.", mixinStandardHelpOptions = true)
    int list(@Mixin Served served) {
        return Output.printMarked(terminal,
                operator.list(served.target()).stream().map(one -> one.org() + "  " + one.name() + "\n")
                        .collect(Collectors.joining()));
    }
}
