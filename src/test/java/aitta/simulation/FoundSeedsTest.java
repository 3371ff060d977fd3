package aitta.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs in which something was found once, by what it was. Where the plan of a seed changes, these
 * prove no more than others; that the simulation would still find the mistake is proved by the flaw
 * of a like name.
 */
class FoundSeedsTest extends InOneWorld {
  @ParameterizedTest
  @CsvSource({
    "60369436, a former owner's copy went while both owners were down and one of them had not caught up",
    "60477264, who left had a hint kept by the only owner that had the same already",
    "30650614, two owners crashed before one had written that the other lived anew",
    "30325289, an owner that a decree left was believed though a former owner had more",
    "21085065, one of two owners crashed before the newcomer had caught up and each waited for the other",
    "21540037, the same while the one who had left was still there",
    "20014205, a former owner's copy went while the newcomer lacked a write that all three had acknowledged",
    "7132494, a disk that was set back was believed at its second start for the writes since the first",
    "5302566, a strict latest write was acknowledged by a copy that had to catch up and an older one won",
    "955375, a leaver went while the only one who stayed had crashed and forgotten the newest list",
    "6424888, a leaver went while only a removed node had heard of its decree",
    "6145609, who was declared gone and was not decided two lists before it heard of the decree",
    "4136600, an owner that was set back sent what was deleted and reclaimed since with a new version",
    "4076576, the same with a version that took the place of nothing",
    "4063235, a node that had left kept a hint when its process ended",
    "5063164, a strict overwrite did not wait for an owner that was reading its copy back",
    "3032951, a stand-in's write of a latest bucket was acknowledged though its owners held a later one",
    "3028381, a question about a hint stayed open where another one had its answer",
    "3063782, a former owner's copy went while another owner had not all of it on disk yet",
    "4059203, an exchange with an owner of before ended after the owners had changed",
    "10167, two writes of a latest bucket had one timestamp and the later one lost by its dot",
    "1300, a restored disk had a hint for what was deleted and reclaimed since",
    "245, a reply to a question of before a crash acknowledged a write of after it",
  })
  void isRightNow(long seed, String what) {
    Simulation.Result result = Simulation.run(world, Plan.of(seed), Flaw.NONE);
    assertThat(result.wrong()).as("%s: %s", what, result.describe()).isEmpty();
  }
}
