package dev.agenthub.app.ui.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.ExportRequest;
import dev.agenthub.app.testing.ImmediateTasks;
import dev.agenthub.app.testing.TestLog;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cancelling an export at each moment. */
class ExportViewModelTest {
    private final TestLogSource source = new TestLogSource(new TestLog("northwind").calls(3));
    private final ImmediateTasks tasks = new ImmediateTasks();
    private final ExportViewModel model = new ExportViewModel(source, tasks);
    private final Path file;

    ExportViewModelTest(@TempDir Path folder) {
        this.file = folder.resolve("northwind.ahexport");
    }

    private void runAll() {
        while (tasks.waiting() > 0) {
            tasks.releaseOne();
        }
    }

    @Test
    void cancelsAnExportThatIsStillPrepared() {
        tasks.hold();
        model.export(file);
        model.cancel();
        runAll();

        assertThat(source.exports()).as("the backend is not asked for what nobody wants").isEmpty();
        assertThat(model.running().get()).isFalse();
        assertThat(model.failure().get()).startsWith("Cancelled");
        assertThat(model.exported().get()).isNull();
        assertThat(file).doesNotExist();

        model.export(file);
        assertThat(model.failure().get()).isEmpty();
        runAll();
        assertThat(source.exports()).containsExactly(ExportRequest.whole(true));
        assertThat(model.exported().get()).isNotNull();
        assertThat(file).exists();
    }

    @Test
    void cancelsNothingOnceAnExportIsWritten() {
        model.export(file);
        model.cancel();

        assertThat(model.running().get()).isFalse();
        assertThat(model.failure().get()).isEmpty();
        assertThat(model.exported().get()).isNotNull();
        model.export(file.resolveSibling("another.ahexport"));
        assertThat(source.exports()).hasSize(2);
    }
}
