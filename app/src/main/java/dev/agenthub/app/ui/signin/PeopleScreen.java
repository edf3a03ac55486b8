package dev.agenthub.app.ui.signin;

import dev.agenthub.app.client.Session;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.app.ui.common.View;
import dev.agenthub.app.ui.common.Views;
import javafx.scene.Parent;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** The screen of an organization's members, for those who may invite. */
public final class PeopleScreen implements Screen {
    private final PeopleViewModel model;
    private final View<PeopleController> view;

    public PeopleScreen(Session session, AppServices services) {
        this.model = new PeopleViewModel(session, services.tasks());
        this.view = Views.load(new PeopleController(model, new Moments(services.clock(), services.zone())));
    }

    @Override
    public String id() {
        return "people";
    }

    @Override
    public String title() {
        return Messages.of(PeopleScreen.class).text("people.title");
    }

    @Override
    public Ikon icon() {
        return Feather.USERS;
    }

    @Override
    public Parent root() {
        return view.root();
    }

    @Override
    public void shown() {
        model.load();
    }
}
