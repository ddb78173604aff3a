"""What others may build on: the exported names, and how light it is to import."""

import importlib
import re
import subprocess
import sys

import pytest

SURFACE = {
    "ogam.core": """
        Action ActionResult ActsFor Asker Audio AudioError BiometricsError Box Choice Command DatasetError Decision
        Device DeviceError DeviceEvent DeviceSilent Driver Event GrammarError HomeError Identity Image ImageError
        LabError Liveness LogError MODALITIES Modality ModelCard ModelError Observation OgamError PROPERTY_ROLES
        PolicyError Property PropertyValue QualityError Recognizer RecognizerSession SAMPLE_RATE Signal Slot
        SlotValue StreamingRecognizer
    """,
    "ogam.models": """
        Model ModelFile Progress QuietProgress Store catalog ensure find model_card ogam_data ogam_home open_session
        pull terminal_progress
    """,
    "ogam.home": """
        Area Camera CameraZone DOMAINS Floor GESTURES GestureCommand Home LANGUAGES MY_ROOM Person Place PolicyText
        ROLES Role Routine RoutineAction RoutineTime SCENE_INTENTS SIGHTS SeenDevice Sentence example_home
        example_text find_home find_home_path key load_home parse_home read_home resolve short_names slug spoken
        suggestion
    """,
    "ogam.audio": """
        Cutter EnergyVoiceActivity FakeWakeWords MicroWakeWords Segmenter SegmenterSession SileroVoiceActivity
        WakeSegmenter WakeSegmenterSession WakeWord microphone read read_chunks read_wake_word utterances wake_words
        write_wav
    """,
    "ogam.grammar": """
        Acceptor DEAD Grammar Grammars Interpretation Language Sample compile_grammar compile_home compile_intents
        language normalise sample
    """,
    "ogam.asr": """
        Acceptor Calibration CtcScorer CtcSettings Decoding Encoded Evidence FakeCtcScorer FakeScorer
        LanguageRecognizer Scorer ScorerState SearchSettings Sentence SentenceList SentenceRecognizer
        TranscribedSentences Transcriber Vocabulary default_scorer evidence fit_calibration load_scorers
        recognizer_of shipped_calibration transcribe
    """,
    "ogam.synthesis": """
        Speaker Speech Synthesizer ToneSynthesizer voices
    """,
    "ogam.biometrics": """
        Calibration Candidate Embedder Embedding EmbeddingContract Evidence FaceEmbedder FaceKnowledge FaceLimits
        FaceMeasures FaceSetting FaceTrack FaceTracks Fusion Gallery Household Identification Index Match Member
        Modality Sighting Situation Template Trials Verification build_index centroid circumstances consider decide
        default_gallery_folder find_embedder fit_calibration fuse gallery_exists identify join_trials
        load_face_embedder nearest open_gallery open_household pool priors shipped_calibration similarity verify
    """,
    "ogam.vision": """
        Camera Drawn Face FaceDetector FaceFollower FakeCamera FakeFaceDetector FakeHandDetector
        FakeObjectRecognizer FakePoseEstimator FakeTextReader FallSettings FallWatch GESTURES Gesture GestureReading
        GestureRecognizer GestureWatch Hand HandDetector HandFollower HeadPose LabelDate LateFaceDetector Motion
        MotionGate ObjectRecognizer Place PointedAt Pose PoseEstimator PoseFollower PoseRecognizer Quantity Ray
        StateRecognizer TextReader Track Tracker TrackingSettings WatchSettings WrongPassword Zone arm_ray cut_out
        draw_seen eye_distance eye_openness face_ray find_dates find_quantities finger_ray head_pose learn_state
        load_faces load_gestures load_hands load_objects load_pose_recognizer load_poses load_state load_text_reader
        made_up_face made_up_hand made_up_pose masked mouth_openness open_camera pointed_at read_gesture read_image
        read_jpeg read_text save_state zone_features zones_of
    """,
    "ogam.vision.simulator": """
        MjpegServer RtspServer made_up_room
    """,
    "ogam.liveness": """
        ActiveSpeaker FACE_ACTIONS FaceAction FaceChallenge FaceChallengeSession FaceFailure FakeActor FlatnessWatch
        LipSync LivenessEvidence LivenessVerdict Progress ReplayDetector ReplayEvidence SpokenAnswer SpokenChallenge
        SpokenChallengeSession SpokenFailure ask_action ask_digits digit_recognizer draw_challenge
        draw_face_challenge heard_right is_same judge_liveness lip_sync load_active_speaker load_replay_detector
        look_ahead said_right say_face_failure say_spoken_failure
    """,
    "ogam.lab.data": """
        Depth FORMATS Ratio Reading add_dataset augment generator_of names open_dataset parse_where read_item
        read_manifest read_source register remove_dataset slice_dataset split_by_speaker verify_dataset
        write_manifest
    """,
    "ogam.korean": """
        pronounce read_out with_particle
    """,
    "ogam.messages": """
        LANGUAGES catalogue say translate
    """,
    "ogam.devices": """
        Argument Control GET ROUTINE_INTENT SERVICES SET SET_INTENT UNDO_INTENT VirtualDriver abilities asked_of
        check_arguments choice_of controls first_name is_in_state is_question needs_devices plan say_effect
        say_outcome say_properties say_settings say_state say_value services_in settings_of undo
    """,
    "ogam.devices.mqtt": """
        MqttDriver Settings open_driver
    """,
    "ogam.devices.mqtt.simulator": """
        Message SimulatedDevice Simulator made_up_devices serve
    """,
    "ogam.devices.stopping": """
        Brake HasBrake ProcessStopEars StopEar StopEars ThreadStopEars
    """,
    "ogam.devices.smartthings": """
        Settings SmartThingsDriver open_driver
    """,
    "ogam.devices.smartthings.simulator": """
        Cloud Failure Simulator TOKEN serve
    """,
    "ogam.hub": """
        Abilities Act Approval Approvals AreaPresence CameraView Change Correction Deletion Difference EventLog
        EveryoneMay Extent Eye Eyes Glance Grammar House Hub Identifier Interpretation Kit Listener Live LoggedTurn
        Measures Meter MovingFaces Occupancy Pictures Policy Presence Prompt Question Renewal Replay Scene
        SceneChange SceneView Seen Session Sights Snapshot Snapshots SnapshotsDeleted Span StreamClock Turn
        TurnQuery Undoing WakeListener Watch WatchedCamera correct default_folder default_log_path evidence_of
        example_sentences explain find_turn find_turns known_area log_changes open_hub permissions_of prepare renew
        replay replay_turn report_interrupted seen_of states_of turn_data turn_summary
    """,
    "ogam.server": """
        Context Refused Server context create_app
    """,
    "ogam.server.wyoming": """
        Limits Satellite Service WyomingSettings run run_satellites serving serving_soon
    """,
    "ogam.server.mqtt": """
        MqttSettings Publisher remove run
    """,
    "ogam.server.auth": """
        Account Accounts Auth AuthStore Caller Owner Passwords SCOPES Scope Session Sessions SignedIn Token Tokens
        in_person signed_in signed_in_socket
    """,
    "ogam.client": """
        Client ClientError
    """,
    "ogam.plugins": """
        GROUPS HasWeights Kind LIMITS Plugin PluginError PluginGone PluginReplyError PluginTimeout TASKS Task
        card_beside find_plugin find_plugins load open_manifest open_recognizer problems task_of
    """,
    "ogam.lab.conformance": """
        CHECKS Check Report Verdict check_plugin
    """,
    "ogam.policy": """
        GROUPS Permissions Request Rule STEP_UPS action_of built_in_rules permissions_are_on put_rule read_rules
        remove_rule
    """,
    "ogam.lab.studies": """
        DatasetChoice Judged Limits Omission Prepared ProtocolChoice RecognizerChoice Results Sources Speed Study
        StudyError lab_sources load_results load_study main_figure parse_study prepare run
    """,
}
HEAVY = (
    "fastapi",
    "cryptography",
    "numpy",
    "onnxruntime",
    "soundfile",
    "soxr",
    "PIL",
    "hassil",
    "yaml",
    "typer",
    "rich",
)
LONGEST_MS = 150


@pytest.mark.parametrize("package", SURFACE)
def test_the_names_that_are_exported(package):
    module = importlib.import_module(package)
    assert sorted(module.__all__) == sorted(SURFACE[package].split())
    assert all(hasattr(module, name) for name in module.__all__)


def test_import_is_quick():
    quickest = min(import_ms("ogam") for _ in range(5))
    assert quickest < LONGEST_MS


def import_ms(package: str) -> float:
    """Milliseconds that the import of a package takes, all that it imports included."""
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", f"import {package}"], capture_output=True, text=True, check=True
    )
    line = next(line for line in run.stderr.splitlines() if re.search(rf"\| +{package}$", line))
    return int(line.split("|")[1]) / 1_000


@pytest.mark.parametrize("module", ["ogam", "ogam.cli.main"])
def test_import_loads_nothing_heavy(module):
    code = f"import {module}, sys; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in run.stdout.split()}
    allowed = {"typer", "rich"} if module == "ogam.cli.main" else set()
    assert not loaded & (set(HEAVY) - allowed)
