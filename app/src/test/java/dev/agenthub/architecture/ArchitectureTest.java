package dev.agenthub.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.agenthub.app.ui.approvals.request.RequestDecisions;
import dev.agenthub.server.common.RetryingTransactions;
import dev.agenthub.server.connectors.oauth.TokenRefresher;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Checks the dependencies between modules and packages, and further rules that the compiler does not check. */
class ArchitectureTest {
    private static final String FILES = "dev.agenthub.files..";
    private static final String EVIDENCE = "dev.agenthub.evidence..";
    private static final String API = "dev.agenthub.api..";
    private static final String DB = "dev.agenthub.db..";
    private static final String SERVER = "dev.agenthub.server..";
    private static final String APP = "dev.agenthub.app..";
    private static final String EMBEDDED_BACKEND = "dev.agenthub.app.launcher.EmbeddedBackend";
    private static final String SERVED_BACKEND = "dev.agenthub.app.launcher.ServedBackend";

    private static JavaClasses ours;

    @BeforeAll
    static void readEveryClassOfOurs() {
        ours = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                // Where -Pquick keeps the tests, and where other modules' tests are in a whole build.
                .withImportOption(location -> !location.contains("/unchecked-test-classes/")
                        && !location.contains("-tests.jar"))
                .importPackages("dev.agenthub");
    }

    @Test
    void everyModuleIsSeen() {
        assertThat(List.of(FILES, EVIDENCE, API, DB, SERVER, APP))
                .allMatch(module -> ours.stream().anyMatch(resideInAPackage(module)));
    }

    @Test
    void evidenceStandsOnFilesTheJdkBouncyCastleAndRe2jAlone() {
        holds(classes().that().resideInAPackage(EVIDENCE).should()
                .onlyDependOnClassesThat(resideInAnyPackage(EVIDENCE, FILES,
                        "java.lang..", "java.util..", "java.io..", "java.nio..", "java.math..", "java.security..",
                        "java.time..", "java.net",
                        "org.bouncycastle..", "com.google.re2j", "org.jspecify.annotations..", "")));
    }

    @Test
    void evidenceHasNoClockLocaleOrNetwork() {
        holds(noClasses().that().resideInAPackage(EVIDENCE).should().callMethod(Instant.class, "now")
                .orShould().callMethod(System.class, "currentTimeMillis")
                .orShould().callMethod(Locale.class, "getDefault")
                .orShould().dependOnClassesThat(resideInAnyPackage("java.net..", "java.sql..", "javax.sql..")
                        .and(not(belongToAnyOf(URI.class, URISyntaxException.class)))));
    }

    @Test
    void apiIsPlainRecords() {
        holds(classes().that().resideInAPackage(API).should().onlyDependOnClassesThat(
                resideInAnyPackage(API, "java..", "org.jspecify.annotations..", "com.fasterxml.jackson.annotation..",
                        "")));
    }

    @Test
    void dbKnowsNoneOfTheOthers() {
        holds(noClasses().that().resideInAPackage(DB).should().dependOnClassesThat()
                .resideInAnyPackage(EVIDENCE, API, SERVER, APP));
    }

    @Test
    void nothingDependsOnTheApp() {
        holds(noClasses().that().resideOutsideOfPackage(APP).should().dependOnClassesThat().resideInAPackage(APP));
    }

    @Test
    void theAppReachesTheServerThroughItsTwoBackendsOnly() {
        DescribedPredicate<JavaClass> backends = is(EMBEDDED_BACKEND).or(is(SERVED_BACKEND));
        holds(noClasses().that().resideInAPackage(APP).and(DescribedPredicate.not(backends)).should()
                .dependOnClassesThat().resideInAnyPackage(SERVER, DB));
        holds(noClasses().that().resideInAPackage(APP).should().dependOnClassesThat().resideInAPackage(DB));
    }

    @Test
    void viewModelsKnowNoScene() {
        holds(noClasses().that(simpleNameEndingWith("ViewModel")).should().dependOnClassesThat()
                .resideInAnyPackage("javafx.scene..", "javafx.stage..", "javafx.fxml.."));
    }

    @Test
    void onlyDbOpensHandles() {
        holds(noClasses().that().resideOutsideOfPackage(DB).should().dependOnClassesThat()
                .haveFullyQualifiedName("org.jdbi.v3.core.Jdbi")
                .orShould().dependOnClassesThat().resideInAnyPackage("com.zaxxer.hikari..", "org.postgresql.."));
    }

    @Test
    void onlyDbRunsStatementsPastItsHandles() {
        holds(noClasses().that().resideOutsideOfPackage(DB).should().callMethod(Handle.class, "getConnection")
                .orShould().callMethod(StatementContext.class, "getConnection"));
    }

    @Test
    void nobodySleepsAndHopes() {
        holds(noClasses().should().callMethod(Thread.class, "sleep", long.class));
        // Between two attempts, where nothing says when to look again: concurrency.md names them.
        holds(noClasses()
                .that(not(belongToAnyOf(RequestDecisions.class, RetryingTransactions.class, TokenRefresher.class)))
                .should().callMethod(Thread.class, "sleep", Duration.class));
        holds(noClasses().that(not(nameMatching(".*\\.(LaterStartListener|Postmaster|PostgresServer)")))
                .should().dependOnClassesThat().belongToAnyOf(LockSupport.class));
    }

    @Test
    void filesAreChosenAndPagesOpenedBehindPlatform() {
        holds(noClasses().that(DescribedPredicate.not(resideInAPackage("dev.agenthub.app.platform.."))).should()
                .dependOnClassesThat().haveNameMatching("javafx\\.stage\\.(File|Directory)Chooser"));
    }

    /** Others use {@code DurableFile} and {@code GivenFile}, which leave the older file whole where the new one cannot be written. */
    @Test
    void filesOfPeopleAreWrittenWholeOrNotAtAll() {
        holds(noClasses().that().resideInAPackage("dev.agenthub.app..")
                .and().resideOutsideOfPackages("dev.agenthub.app.platform..", "dev.agenthub.app.tour..")
                .should().callMethodWhere(target(owner(belongToAnyOf(Files.class)))
                        .and(target(nameMatching("write.*|newOutputStream|newBufferedWriter|newByteChannel")))));
    }

    @Test
    void noPackagesOfTheEvidenceLibraryGoInCircles() {
        holds(slices().matching("dev.agenthub.evidence.(*)..").should().beFreeOfCycles());
    }

    @Test
    void noPackagesOfTheDatabaseGoInCircles() {
        holds(slices().matching("dev.agenthub.db.(**)").should().beFreeOfCycles());
    }

    @Test
    void noCapabilitiesOfTheServerGoInCircles() {
        holds(slices().matching("dev.agenthub.server.(**)").should().beFreeOfCycles());
    }

    @Test
    void noScreensGoInCircles() {
        holds(slices().matching("dev.agenthub.app.(**)").should().beFreeOfCycles());
    }

    private static DescribedPredicate<JavaClass> is(String type) {
        return name(type).or(DescribedPredicate.describe("inside " + type,
                inner -> inner.getName().startsWith(type + "$"))).forSubtype();
    }

    private static void holds(ArchRule rule) {
        rule.check(ours);
    }
}
