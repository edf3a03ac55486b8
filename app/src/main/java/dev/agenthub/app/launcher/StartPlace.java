package dev.agenthub.app.launcher;

import dev.agenthub.app.platform.RemoteAddress;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.common.TaskRunner;
import dev.agenthub.app.ui.common.Views;
import dev.agenthub.app.ui.start.Destinations;
import dev.agenthub.app.ui.start.StartController;
import dev.agenthub.app.ui.start.StartViewModel;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Parent;
import org.jspecify.annotations.Nullable;

/** The start screen's data and actions: the choice of a backend on this device. */
final class StartPlace implements Destinations {
    private final DeviceDestinations all;
    private final TaskRunner tasks;
    private final Consumer<DesktopOptions> chosen;

    StartPlace(DeviceDestinations all, TaskRunner tasks, Consumer<DesktopOptions> chosen) {
        this.all = all;
        this.tasks = tasks;
        this.chosen = chosen;
    }

    /** The folder claimed while the start screen is shown. */
    Path folder() {
        return all.startFolder();
    }

    /** Makes the start screen. {@code failure} is why the last chosen backend could not be opened; null for none. */
    Parent screen(@Nullable Failure failure) {
        StartViewModel model = new StartViewModel(tasks, this);
        if (failure != null) {
            model.failed(failure);
        }
        return Views.load(new StartController(model)).root();
    }

    @Override
    public boolean hasOwn() {
        return all.hasOwn();
    }

    @Override
    public List<RemoteAddress> known() {
        return all.known();
    }

    @Override
    public void check(RemoteAddress address) {
        all.check(address);
    }

    @Override
    public void goToOwn() {
        chosen.accept(all.own());
    }

    @Override
    public void goTo(RemoteAddress address) {
        chosen.accept(all.at(address, null));
    }

    @Override
    public void join(RemoteAddress address, String link) {
        chosen.accept(all.at(address, link));
    }
}
